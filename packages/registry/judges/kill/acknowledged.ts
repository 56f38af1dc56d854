/** A version whose id a client was given: it must be there for ever. */
export interface Acknowledged {
  readonly schemaName: string;
  readonly schemaVersionId: string;
  readonly versionNumber: number;
  readonly status: string;
  readonly definition: string;
}
