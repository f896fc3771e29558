import { sql } from 'kysely';
import type { TableShape } from './bitemporal.js';
import type { QueryDialect, Sql } from './query-dialect.js';
import type { RowQuery } from './read-models.js';
import { pinned } from './row-filter.js';
import { bestOrder, indexName, knownIndexName } from './view-indexes.js';

/** Through which index a question is read. SQLite keeps no statistics about periods, so that it would choose blindly. */
export interface Route {
  /** Absent for the table's own key. */
  readonly index?: string;
  /** The index gives the rows in the order of the page. */
  readonly inOrder: boolean;
}

const BY_KEY: Route = { inOrder: false };
/** Up to this many rows it pays to read them all and sort; beyond, an order's index meets a page of hits sooner. */
const FEW_ROWS = 2_000;

type Run = (query: Sql) => Promise<readonly any[]>;

export class RowRoutes {
  /** From which journal number on a table is known to hold many rows. Rows are only added, so that this stays true from there on. */
  private readonly many = new Map<string, number>();

  constructor(
    private readonly dialect: QueryDialect,
    private readonly run: Run,
    private readonly fewRows = FEW_ROWS,
  ) {}

  /** For a page: the index of its order, or of a longer one whose other columns are fixed; unless little was known then. */
  async forPage(shape: TableShape, query: RowQuery, order: readonly string[]): Promise<Route> {
    const { entities, where = [], knownSince } = query;
    if (entities) return BY_KEY;
    const byKnown = { index: knownIndexName(shape.name), inOrder: false };
    if (knownSince !== undefined) return byKnown;
    const isFixed = (column: string) => pinned(column, where) !== undefined;
    const free = (columns: readonly string[]) => columns.filter((column) => !isFixed(column)).join();
    const best = bestOrder(shape, isFixed, (declared) => free(declared) === free(order));
    if (!best) throw new Error(`${shape.name} cannot be listed by ${order.join(', ')}: it declares no such order`);
    if (best.fixed === 0 && shape.known && !this.dialect.choosesIndexes && (await this.hasFew(shape, query.asOf.knownAt))) return byKnown;
    return { index: indexName(shape.name, best.number), inOrder: true };
  }

  /** For a count or for all rows, in any order. */
  forAll(shape: TableShape, { entities, where = [], knownSince }: RowQuery): Route {
    if (entities) return BY_KEY;
    const best = bestOrder(shape, (column) => pinned(column, where) !== undefined);
    if (!best) throw new Error(`${shape.name} declares no order, and is asked per entity only`);
    // Without other conditions, what came later need not be looked at.
    const byKnown = knownSince !== undefined || (shape.known && where.length === 0);
    return { index: byKnown ? knownIndexName(shape.name) : indexName(shape.name, best.number), inOrder: false };
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
