import { sql } from 'kysely';
import type { TableShape } from './bitemporal.js';
import type { QueryDialect, Sql } from './query-dialect.js';
import type { RowQuery } from './read-models.js';
import { pinned } from './row-filter.js';
import { bestOrder, indexName } from './view-indexes.js';

/** Up to this many rows it pays to read them all and sort; beyond, an order's index meets a page of hits sooner. */
const FEW_ROWS = 20_000;

export interface Route {
  /** Absent for the table's own key. */
  readonly index?: string;
  /** The index gives the rows in the order of the page. */
  readonly inOrder: boolean;
}

type Run = (query: Sql) => Promise<readonly any[]>;

/**
 * Chooses the index a question is read through. Databases keep no statistics about what was known when, so that they would choose
 * blindly: a list as of a moment at which little was known yet is slow by its order's index, one as of today by any other.
 */
export class RowRoutes {
  /** From which journal number on a table is known to hold many rows. Rows are only added, so that this stays true from there on. */
  private readonly many = new Map<string, number>();

  constructor(
    private readonly dialect: QueryDialect,
    private readonly run: Run,
    private readonly fewRows = FEW_ROWS,
  ) {}

  /** For a page: the order's own index, unless few rows can qualify. */
  async forPage(shape: TableShape, query: RowQuery, order: readonly string[]): Promise<Route> {
    if (query.entities) return { inOrder: false };
    const isFixed = (column: string) => pinned(column, query.where ?? []) !== undefined;
    const free = (columns: readonly string[]) => columns.filter((column) => !isFixed(column)).join();
    const best = bestOrder(shape, isFixed, (declared) => free(declared) === free(order));
    if (!best) throw new Error(`${shape.name} cannot be listed by ${order.join(', ')}: it declares no such order`);
    const inOrder = { index: indexName.order(shape.name, best.number), inOrder: true };
    if (best.fixed > 0 && (await this.hasFew(shape, query, best))) return inOrder;
    return (await this.few(shape, query)) ?? inOrder;
  }

  /** For a count or for all rows, in any order. */
  async forAll(shape: TableShape, query: RowQuery): Promise<Route> {
    if (query.entities) return { inOrder: false };
    const isFixed = (column: string) => pinned(column, query.where ?? []) !== undefined;
    const best = bestOrder(shape, isFixed);
    if (!best) throw new Error(`${shape.name} declares no order, and is asked per entity only`);
    const byOrder = { index: indexName.order(shape.name, best.number), inOrder: false };
    if (best.fixed > 0) return byOrder;
    // Reading what was known then passes over nothing that came later; without other conditions the index holds all there is to look at.
    const known = { index: indexName.known(shape.name), inOrder: false };
    return query.where?.length ? ((await this.few(shape, query)) ?? byOrder) : known;
  }

  private async few({ name }: TableShape, { asOf: { knownAt } }: RowQuery): Promise<Route | undefined> {
    const learned = this.many.get(name);
    if (learned !== undefined && knownAt >= learned) return undefined;
    const index = indexName.known(name);
    if (!(await this.exceedsFew(this.dialect.through(name, index), sql`known_from <= ${knownAt}`))) return { index, inOrder: false };
    this.many.set(name, knownAt);
    return undefined;
  }

  private async hasFew(shape: TableShape, { where = [] }: RowQuery, best: { number: number; fixed: number }): Promise<boolean> {
    const columns = (shape.orders[best.number] ?? []).slice(0, best.fixed);
    const fixed = columns.map((column) => this.dialect.same(sql.ref(column), pinned(column, where)?.value ?? null));
    const through = this.dialect.through(shape.name, indexName.order(shape.name, best.number));
    return !(await this.exceedsFew(through, sql.join(fixed, sql` and `)));
  }

  private async exceedsFew(source: Sql, condition: Sql): Promise<boolean> {
    const [row] = await this.run(
      sql`select count(*) as n from (select 1 from ${source} where ${condition} limit ${this.fewRows + 1}) as some`,
    );
    return row.n > this.fewRows;
  }
}
