// What store functions see of the database: one statement in, rows parsed by a schema out.
import pgvector from "pgvector/pg";
import type { z } from "zod";

export interface Sql {
  /** All rows, each parsed by the schema. */
  list<Row extends z.ZodType>(row: Row, text: string, values?: readonly unknown[]): Promise<z.output<Row>[]>;
  /** The first row, or null. */
  find<Row extends z.ZodType>(
    row: Row,
    text: string,
    values?: readonly unknown[],
  ): Promise<z.output<Row> | null>;
  /** Runs a statement and returns how many rows it touched. */
  run(text: string, values?: readonly unknown[]): Promise<number>;
  /** Has something done once the transaction has been committed; never when it is rolled back. It must not throw. */
  afterCommit(act: () => void): void;
}

/** A pgvector literal. */
export function toVector(vector: ArrayLike<number>): string {
  return String(pgvector.toSql(Array.from(vector)));
}
