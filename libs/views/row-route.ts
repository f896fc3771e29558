import sql from 'sql-template-tag';
import type { TableShape } from './bitemporal.js';
import { DistinctValues } from './distinct-values.js';
import type { QueryDialect, Run } from './query-dialect.js';
import type { Condition, ProjectedHead, RowQuery } from './read-models.js';
import { pinned } from './row-filter.js';
import { bestOrder, indexName, knownIndexName } from './view-indexes.js';

/** Through which index a question is read. SQLite keeps no statistics about periods, so that it would choose blindly. */
export interface Route {
  /** Absent for the table's own key. */
  readonly index?: string;
  /** The index gives the rows in the order of the page. */
  readonly inOrder: boolean;
}

/** What narrowing needs besides the question. */
export interface Narrowing {
  /** That of a page. */
  readonly order: readonly string[] | undefined;
  /** What the streams of the table's entities begin with. */
  readonly streams: string;
  /** That of the snapshot. */
  head(): Promise<ProjectedHead>;
}

const BY_KEY: Route = { inOrder: false };
/** Up to this many rows it pays to read them all and sort; beyond, an order's index meets a page of hits sooner. */
const FEW_ROWS = 2_000;

export class RowRoutes {
  /** From which journal number on a table is known to hold many rows. Rows are only added, so that this stays true from there on. */
  private readonly many = new Map<string, number>();
  private readonly distinct: DistinctValues;

  constructor(
    private readonly dialect: QueryDialect,
    private readonly run: Run,
    private readonly fewRows = FEW_ROWS,
  ) {
    this.distinct = new DistinctValues(dialect, run, fewRows);
  }

  /**
   * The same question, in which a part of a text has become the few values that hold it: of an index that keeps the rows of each value
   * together, no others are then read.
   */
  async narrowed<Q extends RowQuery>(shape: TableShape, query: Q, { order, streams, head }: Narrowing): Promise<Q> {
    const { where = [], entities, knownSince } = query;
    const sought = where.find((condition) => 'contains' in condition);
    if (!sought || entities || knownSince !== undefined || this.dialect.choosesIndexes) return query;
    const best = this.best(shape, where, order);
    const columns = best ? (shape.orders[best.number] ?? []) : [];
    if (!best || columns[best.fixed] !== sought.column || shape.columns[sought.column] !== 'text') return query;
    const pins = columns.slice(0, best.fixed).map((name) => ({ column: name, is: pinned(name, where)?.value ?? null }));
    const part = { shape, streams, order: best.number, pins, column: sought.column };
    const values = await this.distinct.holding(part, sought.contains, (await head()).seq);
    if (!values) return query;
    // A single one is named twice: a page would leave out the column that is fixed, and a cursor may stand before its value or after it.
    const is = values.length === 1 ? [...values, ...values] : values;
    return { ...query, where: where.map((condition) => (condition === sought ? { column: sought.column, is } : condition)) };
  }

  /** For a page: the index of its order, or of a longer one whose other columns are fixed; unless little was known then. */
  async forPage(shape: TableShape, query: RowQuery, order: readonly string[]): Promise<Route> {
    const { entities, where = [], knownSince } = query;
    if (entities) return BY_KEY;
    const byKnown = { index: knownIndexName(shape.name), inOrder: false };
    if (knownSince !== undefined) return byKnown;
    const best = this.best(shape, where, order);
    if (!best) throw new Error(`${shape.name} cannot be listed by ${order.join(', ')}: it declares no such order`);
    if (best.fixed === 0 && shape.known && !this.dialect.choosesIndexes && (await this.hasFew(shape, query.asOf.knownAt))) return byKnown;
    return { index: indexName(shape.name, best.number), inOrder: true };
  }

  /** For a count or for all rows, in any order. */
  forAll(shape: TableShape, { entities, where = [], knownSince }: RowQuery): Route {
    if (entities) return BY_KEY;
    const best = this.best(shape, where);
    if (!best) throw new Error(`${shape.name} declares no order, and is asked per entity only`);
    // Without other conditions, what came later need not be looked at.
    const byKnown = knownSince !== undefined || (shape.known && where.length === 0);
    return { index: byKnown ? knownIndexName(shape.name) : indexName(shape.name, best.number), inOrder: false };
  }

  /** The order whose index is read: for a page one that gives its order. */
  private best(shape: TableShape, where: readonly Condition[], order?: readonly string[]) {
    const isFixed = (column: string) => pinned(column, where) !== undefined;
    const free = (columns: readonly string[]) => columns.filter((column) => !isFixed(column)).join();
    return bestOrder(shape, isFixed, (declared) => !order || free(declared) === free(order));
  }

  private async hasFew({ name }: TableShape, knownAt: number): Promise<boolean> {
    const learned = this.many.get(name);
    if (learned !== undefined && knownAt >= learned) return false;
    const known = sql`select 1 from ${this.dialect.through(name, knownIndexName(name))} where known_from <= ${knownAt}`;
    const [row] = await this.run(sql`select count(*) as n from (${known} limit ${this.fewRows + 1}) as few`);
    if (row.n <= this.fewRows) return true;
    this.many.set(name, knownAt);
    return false;
  }
}
