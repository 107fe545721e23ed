/** One step of the schema. Versions go in tens, so that a correction fits between; a released step never changes. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}
