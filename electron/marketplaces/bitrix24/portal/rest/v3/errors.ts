export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** An error as REST 3.0 answers it: `{ error: { code, message, validation? } }` (docs "api-reference/rest-v3", "Structure of an unsuccessful response"). */
export class RestV3Error extends Error {
  readonly code: string;
  readonly status: number;
  readonly validation: readonly FieldProblem[];
  /** The same mistake as REST before 3.0 calls it, under which the caller's mistakes are counted. */
  readonly kin: string;

  constructor(name: string, message: string, status = 400, validation: readonly FieldProblem[] = [], kin = 'INVALID_REQUEST') {
    super(message);
    this.code = `BITRIX_REST_V3_EXCEPTION_${name}EXCEPTION`;
    this.status = status;
    this.validation = validation;
    this.kin = kin;
  }
}

const invalid = (field: string, message: string): RestV3Error =>
  new RestV3Error('VALIDATION_REQUESTVALIDATION', 'Error validating the request object', 400, [{ field, message }]);

export const v3Errors = {
  invalidJson: () => new RestV3Error('INVALIDJSON', 'Unable to parse the request body as JSON'),
  methodNotFound: (name: string) => new RestV3Error('METHODNOTFOUND', `Method \`${name}\` not found`, 400, [], 'ERROR_METHOD_NOT_FOUND'),
  insufficientScope: () =>
    new RestV3Error(
      'INSUFFICIENTSCOPE',
      'The request requires higher privileges than provided by the access token',
      403,
      [],
      'insufficient_scope',
    ),
  accessDenied: () => new RestV3Error('ACCESSDENIED', 'Access denied', 403, [], 'ACCESS_DENIED'),
  notFound: (id: string) => new RestV3Error('ENTITYNOTFOUND', `Record with ID = \`${id}\` not found`, 400, [], 'ERROR_ENTITY_NOT_FOUND'),
  missing: (field: string) => invalid(field, `Required field \`${field}\` is not specified`),
  wrongType: (field: string, type: string) => invalid(field, `Field \`${field}\` requires data type \`${type}\` for this request`),
  wrongValue: invalid,
  unknownField: (field: string, entity: string) =>
    new RestV3Error('UNKNOWNDTOPROPERTY', `Unknown field \`${field}\` for entity \`${entity}\``),
  invalidSelect: (expression: string) => new RestV3Error('INVALIDSELECT', `Unable to parse select expression \`${expression}\``),
  invalidFilter: (expression: string) => new RestV3Error('INVALIDFILTER', `Unable to parse filter expression \`${expression}\``),
  unknownOperator: (operator: string) => new RestV3Error('UNKNOWNFILTEROPERATOR', `Unknown filter operator \`${operator}\``),
  invalidOrder: (order: string) => new RestV3Error('INVALIDORDER', `Unable to recognize sorting parameter \`${order}\``),
  invalidPagination: (page: string) => new RestV3Error('INVALIDPAGINATION', `Unable to recognize the pagination parameter \`${page}\``),
  invalidKey: () => new RestV3Error('INVALIDIDEMPOTENCYKEY', 'Idempotency-Key must be 1 to 255 printable ASCII characters'),
  reusedKey: () => new RestV3Error('IDEMPOTENCYKEYREUSED', 'Idempotency-Key was already used with a different request body', 422),
} as const;
