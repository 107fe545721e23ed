import type { CheckFinding, CheckResult, InspectedFile } from '../marketplace.ts';

export const pass = (ru: string, en: string, place: string | null = null): CheckResult => ({
  status: 'pass',
  message: { ru, en },
  place,
  findings: [],
});

export const couldNotLook = (ru: string, en: string, place: string | null = null): CheckResult => ({
  status: 'could-not-look',
  message: { ru, en },
  place,
  findings: [],
});

interface Where {
  readonly range?: readonly [number, number];
  readonly file?: InspectedFile;
  readonly link?: string;
  readonly suggestion?: readonly [ru: string, en: string];
}

/** @param field dotted path of the field, or path of the file */
export function finding(ru: string, en: string, field: string | null, where: Where = {}): CheckFinding {
  return {
    message: { ru, en },
    field,
    range: where.range ?? null,
    sha256: where.file?.sha256 ?? null,
    link: where.link ?? null,
    suggestion: where.suggestion === undefined ? null : { ru: where.suggestion[0], en: where.suggestion[1] },
  };
}

/** A failure with one finding. */
export function fail(ru: string, en: string, place: string | null, where: Where = {}): CheckResult {
  return failed([finding(ru, en, place, where)]);
}

const SHOWN = 20;

function failed(findings: readonly CheckFinding[]): CheckResult {
  const [first] = findings;
  if (first === undefined) throw new Error('a failure needs a finding');
  const more = findings.length - 1;
  return {
    status: 'fail',
    message:
      more === 0
        ? first.message
        : { ru: `${first.message.ru} И ещё: ${String(more)}.`, en: `${first.message.en} And ${String(more)} more.` },
    place: first.field,
    findings: findings.slice(0, SHOWN),
  };
}

/** Fails with what was found, or says what it says when nothing was. */
export function judge(found: Iterable<CheckFinding>, otherwise: CheckResult): CheckResult {
  const findings = [...found];
  return findings.length === 0 ? otherwise : failed(findings);
}
