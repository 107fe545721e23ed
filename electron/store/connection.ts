import type Database from 'better-sqlite3';
import { toStorageError } from './storage-error.ts';

export type SqlValue = string | number | bigint | null | Uint8Array;

/** What code that only looks may do. */
export interface ReadableDb {
  /** First row or undefined. */
  get<Row>(sql: string, ...values: readonly SqlValue[]): Row | undefined;
  all<Row>(sql: string, ...values: readonly SqlValue[]): Row[];
  /** First column of the first row or undefined. */
  value<Value>(sql: string, ...values: readonly SqlValue[]): Value | undefined;
  /** Row by row, for results that must not be held in memory. */
  each<Row>(sql: string, ...values: readonly SqlValue[]): IterableIterator<Row>;
}

/** Handed out only inside `Connection.write`, so that nothing is written outside a transaction. */
export interface WritableDb extends ReadableDb {
  /** @returns the number of rows changed. */
  run(sql: string, ...values: readonly SqlValue[]): number;
  /** Runs after the outermost transaction has been committed; never when it was rolled back. */
  afterCommit(work: () => void): void;
}

/** Called before every statement; a test makes it throw to prove that a use-case is all or nothing. */
export type StatementProbe = (sql: string) => void;

/**
 * One SQLite connection. Statements are prepared once per text. Every fault leaves as an AppError of the closed list
 * where it is a fault of the storage.
 */
export class Connection implements ReadableDb {
  /** False once the workspace was closed: late answers of workers are dropped then. */
  get isOpen(): boolean {
    return this.raw.open;
  }

  private readonly statements = new Map<string, Database.Statement>();
  private afterCommitWork: (() => void)[] = [];
  private isWriting = false;
  probe: StatementProbe | null = null;

  constructor(readonly raw: Database.Database) {}

  get<Row>(sql: string, ...values: readonly SqlValue[]): Row | undefined {
    return this.guarded(sql, () => this.statement(sql).get(...values) as Row | undefined);
  }

  all<Row>(sql: string, ...values: readonly SqlValue[]): Row[] {
    return this.guarded(sql, () => this.statement(sql).all(...values) as Row[]);
  }

  value<Value>(sql: string, ...values: readonly SqlValue[]): Value | undefined {
    const row = this.get<Record<string, Value>>(sql, ...values);
    return row === undefined ? undefined : Object.values(row)[0];
  }

  *each<Row>(sql: string, ...values: readonly SqlValue[]): IterableIterator<Row> {
    try {
      // A statement of its own: the shared one would be busy while the caller runs others of the same text.
      yield* this.raw.prepare(sql).iterate(...values) as IterableIterator<Row>;
    } catch (error) {
      throw toStorageError(error);
    }
  }

  pragma(text: string): unknown {
    return this.guarded(text, () => this.raw.pragma(text, { simple: true }));
  }

  /** For statements that cannot run in a transaction (VACUUM INTO). */
  runAlone(sql: string, ...values: readonly SqlValue[]): void {
    this.guarded(sql, () => this.raw.prepare(sql).run(...values));
  }

  /**
   * Runs `work` in one IMMEDIATE transaction: all of it is durable when this returns, or none of it happened. A nested
   * call joins the outer transaction.
   */
  write<T>(work: (tx: WritableDb) => T): T {
    const tx: WritableDb = {
      get: (sql, ...values) => this.get(sql, ...values),
      all: (sql, ...values) => this.all(sql, ...values),
      value: (sql, ...values) => this.value(sql, ...values),
      each: (sql, ...values) => this.each(sql, ...values),
      run: (sql, ...values) => this.guarded(sql, () => this.statement(sql).run(...values).changes),
      afterCommit: (then) => {
        this.afterCommitWork.push(then);
      },
    };
    if (this.isWriting) return work(tx);
    this.execute('BEGIN IMMEDIATE');
    this.isWriting = true;
    let result: T;
    try {
      result = work(tx);
      this.execute('COMMIT');
    } catch (error) {
      this.afterCommitWork = [];
      // SQLite has already rolled back by itself after some faults (disk full, I/O).
      if (this.raw.inTransaction) this.raw.exec('ROLLBACK');
      throw toStorageError(error);
    } finally {
      this.isWriting = false;
    }
    const then = this.afterCommitWork;
    this.afterCommitWork = [];
    for (const each of then) {
      try {
        each();
      } catch (error) {
        // What was committed stays committed: whoever asked for it must not be told that it failed.
        console.error('after commit:', error);
      }
    }
    return result;
  }

  close(): void {
    this.statements.clear();
    this.raw.close();
  }

  private execute(sql: string): void {
    this.guarded(sql, () => this.raw.exec(sql));
  }

  private statement(sql: string): Database.Statement {
    let statement = this.statements.get(sql);
    if (statement === undefined) {
      statement = this.raw.prepare(sql);
      this.statements.set(sql, statement);
    }
    return statement;
  }

  private guarded<T>(sql: string, work: () => T): T {
    try {
      this.probe?.(sql);
      return work();
    } catch (error) {
      throw toStorageError(error);
    }
  }
}
