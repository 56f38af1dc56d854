/** What is known of the source's tables, where it could be asked. */
export interface PlanFacts {
  readonly tables: readonly TableFact[];
}

export interface TableFact {
  readonly source: string;
  /** `database.table` as the spec writes it. */
  readonly table: string;
  readonly columns: readonly ColumnFact[];
  /** Foreign keys whose ON DELETE or ON UPDATE changes rows of this table; absent where nobody asked. */
  readonly cascades?: readonly string[];
  /** Roughly, as information_schema has it. */
  readonly rows?: number;
}

export interface ColumnFact {
  readonly name: string;
  /** COLUMN_TYPE of information_schema, such as `decimal(10,2)` or `enum('a','b')`. */
  readonly type: string;
  readonly nullable: boolean;
  readonly default?: string | number | null;
}
