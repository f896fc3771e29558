import type { Database as Connection, Statement } from 'better-sqlite3';
import type { ColumnValue } from '../view-definition.js';

/** Rows one statement takes: running it costs about as much as binding a row. */
const ROWS_AT_ONCE = 8;

/** Inserts rows that come as one long list of values. */
export class Inserts {
  private readonly width: number;
  private readonly many: Statement<unknown[]>;
  private readonly one: Statement<unknown[]>;

  constructor(db: Connection, table: string, columns: readonly string[]) {
    this.width = columns.length;
    const row = `(${Array.from({ length: this.width }, () => '?').join(', ')})`;
    // Whatever is refused takes the whole transaction with it: nothing has to be kept that would take back one statement.
    const insert = (rows: number) =>
      db.prepare(`INSERT OR ROLLBACK INTO ${table} (${columns.join(', ')}) VALUES ${Array.from({ length: rows }, () => row).join(', ')}`);
    this.many = insert(ROWS_AT_ONCE);
    this.one = insert(1);
  }

  run(values: readonly ColumnValue[]): void {
    const whole = this.width * ROWS_AT_ONCE;
    const rest = values.length - (values.length % whole);
    for (let start = 0; start < rest; start += whole) this.many.run(...values.slice(start, start + whole));
    for (let start = rest; start < values.length; start += this.width) this.one.run(...values.slice(start, start + this.width));
  }
}
