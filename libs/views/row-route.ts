import { sql } from 'kysely';
import type { TableShape } from './bitemporal.js';
import type { QueryDialect, Sql } from './query-dialect.js';
import type { RowQuery } from './read-models.js';
import { pinned, stillKnown } from './row-filter.js';
import { bestOrder, indexName, ordersOf } from './view-indexes.js';

/** Up to this many rows it pays to read them all and sort; beyond, an order's index meets a page of hits sooner. */
const FEW_ROWS = 20_000;

export interface Route {
  readonly index: string;
  /** The index gives the rows in the order of the page. */
  readonly inOrder: boolean;
}

type Run = (query: Sql) => Promise<readonly any[]>;
type Axis = 'known' | 'validFrom' | 'validTo';

/**
 * Chooses the index a question is read through. Databases keep no statistics about periods, so that they would choose
 * blindly: a list as of a day on which little was known yet is slow by its order's index, one as of today by any other.
 */
export class RowRoutes {
  /** Where an axis is known to hold many rows. Rows are only added, so that this stays true from there on. */
  private readonly many = new Map<string, string | number>();

  constructor(
    private readonly dialect: QueryDialect,
    private readonly run: Run,
    private readonly fewRows = FEW_ROWS,
  ) {}

  /** For a page: the order's own index, unless few rows can qualify. */
  async forPage(shape: TableShape, query: RowQuery, order: readonly string[], current: boolean): Promise<Route> {
    if (query.entities) return { index: indexName.entity(shape.name), inOrder: false };
    const isFixed = (column: string) => pinned(column, query.where ?? []) !== undefined;
    const free = (columns: readonly string[]) => columns.filter((column) => !isFixed(column)).join();
    const best = bestOrder(shape, isFixed, (declared) => free(declared) === free(order));
    if (!best) throw new Error(`${shape.name} cannot be listed by ${order.join(', ')}: it declares no such order`);
    const inOrder = { index: indexName.order(shape.name, best.number, current), inOrder: true };
    if (best.fixed > 0 && (await this.hasFew(shape, query, best, current))) return inOrder;
    return (await this.few(shape, query, current)) ?? inOrder;
  }

  /** For a count or for all rows, in any order. */
  async forAll(shape: TableShape, query: RowQuery, current: boolean): Promise<Route> {
    if (query.entities) return { index: indexName.entity(shape.name), inOrder: false };
    const isFixed = (column: string) => pinned(column, query.where ?? []) !== undefined;
    const best = bestOrder(shape, isFixed);
    const byOrder = { index: indexName.order(shape.name, best?.number ?? 0, current), inOrder: false };
    if (best && best.fixed > 0) return byOrder;
    return (await this.few(shape, query, current)) ?? byOrder;
  }

  private async few({ name }: TableShape, { asOf }: RowQuery, current: boolean): Promise<Route | undefined> {
    const { knownAt, validAt } = asOf;
    if (!current && !(await this.isMany(name, 'known', knownAt))) return { index: indexName.known(name), inOrder: false };
    if (!(await this.isMany(name, 'validFrom', validAt))) return { index: indexName.validFrom(name), inOrder: false };
    if (!(await this.isMany(name, 'validTo', validAt))) return { index: indexName.validTo(name), inOrder: false };
    return undefined;
  }

  private async isMany(table: string, axis: Axis, at: string | number): Promise<boolean> {
    const learned = this.many.get(`${table} ${axis}`);
    const later = axis !== 'validTo';
    if (learned !== undefined && (later ? at >= learned : at <= learned)) return true;
    const condition = { known: sql`known_from <= ${at}`, validFrom: sql`valid_from <= ${at}`, validTo: sql`valid_to > ${at}` }[axis];
    const many = await this.exceedsFew(this.dialect.through(table, indexName[axis](table)), condition);
    if (many) this.many.set(`${table} ${axis}`, at);
    return many;
  }

  private async hasFew(
    shape: TableShape,
    { where = [] }: RowQuery,
    best: { number: number; fixed: number },
    current: boolean,
  ): Promise<boolean> {
    const columns = (ordersOf(shape)[best.number] ?? []).slice(0, best.fixed);
    const fixed = columns.map((column) => this.dialect.same(sql.ref(column), pinned(column, where)?.value ?? null));
    const known = current ? [stillKnown()] : [];
    const through = this.dialect.through(shape.name, indexName.order(shape.name, best.number, current));
    return !(await this.exceedsFew(through, sql.join([...fixed, ...known], sql` and `)));
  }

  private async exceedsFew(source: Sql, condition: Sql): Promise<boolean> {
    const [row] = await this.run(
      sql`select count(*) as n from (select 1 from ${source} where ${condition} limit ${this.fewRows + 1}) as some`,
    );
    return row.n > this.fewRows;
  }
}
