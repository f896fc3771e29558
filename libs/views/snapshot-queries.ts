import { sql } from 'kysely';
import { Fault } from '../ledger/errors.js';
import type { StorePosition } from '../ledger/event-store.js';
import { positionNumber, positionText, type TableShape } from './bitemporal.js';
import { entriesQuery, entryCountQuery, journalEntry, streamsQuery } from './journal-queries.js';
import type { PendingReservation } from './reservation-change.js';
import { anywhereAfter, sortClause, stretchesAfter, type SortColumn } from './page-cursor.js';
import type { QueryDialect, Sql } from './query-dialect.js';
import type { JournalEntry, JournalQuery, PageQuery, ProjectedHead, ReadSnapshot, RowQuery, StoredRow } from './read-models.js';
import { allOf, column, conditions, inForce, knownThen, pinned, stillKnown, stillPending, superseded, visibleTo } from './row-filter.js';
import type { RowRoutes } from './row-route.js';
import { type Route } from './row-route.js';
import { VIEW_LIMITS } from './view-limits.js';
import { bestOrder, indexName, ordersOf } from './view-indexes.js';

/** What reading offers besides the read-model port: work for the recovery process. */
export interface ViewSnapshot extends ReadSnapshot {
  /** Reservations made before an instant and neither confirmed nor released, oldest first; entries of a pool name its stream. */
  pendingReservations(before: string, limit: number): Promise<readonly PendingReservation[]>;
}

export type Run = (query: Sql) => Promise<readonly any[]>;

/** The answers of one snapshot, over whatever runs a query within it. */
export class SnapshotQueries implements Omit<ViewSnapshot, 'close'> {
  private known: ProjectedHead | undefined;

  constructor(
    private readonly dialect: QueryDialect,
    private readonly shapes: ReadonlyMap<string, TableShape>,
    private readonly routes: RowRoutes,
    private readonly run: Run,
  ) {}

  async head(): Promise<ProjectedHead> {
    if (!this.known) {
      const [row] = await this.run(sql`select seq, position, known_time from projected`);
      this.known = { seq: row.seq, position: positionText(row.position), knownTime: row.known_time };
    }
    return this.known;
  }

  async rows(query: RowQuery): Promise<readonly StoredRow[]> {
    const shape = this.shape(query.table);
    const current = await this.isCurrent(query);
    const { index } = await this.routes.forAll(shape, query, current);
    const where = allOf(this.filter(shape, query, current));
    const rows = await this.run(
      sql`select ${selected(shape)} from ${this.dialect.through(shape.name, index)} where ${where} order by entity, row_key limit ${VIEW_LIMITS.rows + 1}`,
    );
    if (rows.length > VIEW_LIMITS.rows) throw tooMany('rows', VIEW_LIMITS.rows);
    return rows.map((row) => storedRow(shape, row));
  }

  async page(query: PageQuery): Promise<readonly StoredRow[]> {
    const shape = this.shape(query.table);
    const { order, limit } = query;
    if (!(limit >= 1 && limit <= VIEW_LIMITS.pageRows)) throw tooMany('rows on a page', VIEW_LIMITS.pageRows);
    if (!ordersOf(shape).some((declared) => declared.join() === order.join()))
      throw new Error(`${shape.name} declares no order ${order.join(', ')}`);
    const current = await this.isCurrent(query);
    const route = await this.routes.forPage(shape, query, order, current);
    const rows = await (route.inOrder ? this.pageInOrder(shape, query, route, current) : this.pageSorted(shape, query, route, current));
    return rows.map((row) => storedRow(shape, row));
  }

  async count(query: RowQuery): Promise<number> {
    const shape = this.shape(query.table);
    const { knownAt } = query.asOf;
    const current = await this.isCurrent(query);
    const route = await this.routes.forAll(shape, query, current);
    const unfiltered = !query.entities && !query.where?.length;
    // Of two ways to find what was known then, the one that passes over the shorter part of the ledger's life.
    if (unfiltered && !current && route.index.startsWith(indexName.order(shape.name, 0, false))) {
      if (knownAt < (await this.head()).seq / 2) return this.countThrough(shape, query, indexName.known(shape.name), []);
      const open = this.countThrough(shape, query, indexName.order(shape.name, 0, true), [stillKnown()]);
      const since = this.countThrough(shape, query, indexName.superseded(shape.name), [superseded()]);
      return (await open) + (await since);
    }
    return this.countThrough(shape, query, route.index, []);
  }

  async sum(query: RowQuery, summed: string): Promise<number> {
    const shape = this.shape(query.table);
    if (shape.columns[summed] !== 'integer') throw new Error(`${shape.name}.${summed} is no number`);
    const current = await this.isCurrent(query);
    const { index } = await this.routes.forAll(shape, query, current);
    const where = allOf(this.filter(shape, query, current));
    const [row] = await this.run(
      sql`select coalesce(sum(${column(summed)}), 0) as n from ${this.dialect.through(shape.name, index)} where ${where}`,
    );
    return row.n;
  }

  async entities(table: string, where: Readonly<Record<string, string>>, limit: number): Promise<readonly string[]> {
    const shape = this.shape(table);
    const fixed = Object.entries(where).map(([name, is]) => ({ column: name, is }));
    const best = bestOrder(shape, (name) => name in where);
    const source = this.dialect.through(table, indexName.order(table, best?.number ?? 0, false));
    const filter = allOf(conditions(this.dialect, shape, fixed));
    const rows = await this.run(sql`select distinct entity from ${source} where ${filter} limit ${limit}`);
    return rows.map((row) => row.entity as string);
  }

  async journal(query: JournalQuery): Promise<readonly JournalEntry[]> {
    if (!(query.limit >= 1 && query.limit <= VIEW_LIMITS.journalEntries)) throw tooMany('journal entries', VIEW_LIMITS.journalEntries);
    return (await this.run(entriesQuery(this.dialect, query))).map(journalEntry);
  }

  async journalCount(query: Omit<JournalQuery, 'limit'>): Promise<number> {
    const [row] = await this.run(entryCountQuery(this.dialect, query));
    return row.n;
  }

  async streams(streams: readonly string[], upTo: number): Promise<ReadonlyMap<string, readonly JournalEntry[]>> {
    const rows = await this.run(streamsQuery(this.dialect, streams, upTo, VIEW_LIMITS.streamEvents + 1));
    if (rows.length > VIEW_LIMITS.streamEvents) throw tooMany('events at once', VIEW_LIMITS.streamEvents);
    const found = new Map<string, JournalEntry[]>(streams.map((stream) => [stream, []]));
    for (const row of rows) found.get(row.stream)?.push(journalEntry(row));
    return found;
  }

  async seqAtInstant(instant: string): Promise<number> {
    const [row] = await this.run(sql`select seq from journal where known_time <= ${instant} order by known_time desc, seq desc limit 1`);
    return row?.seq ?? 0;
  }

  async seqAtPosition(position: StorePosition): Promise<number> {
    const [row] = await this.run(sql`select seq from journal where position <= ${positionNumber(position)} order by position desc limit 1`);
    return row?.seq ?? 0;
  }

  async pendingReservations(before: string, limit: number): Promise<readonly PendingReservation[]> {
    const source = this.dialect.through('reservation', 'reservation_pending');
    return (await this.run(
      sql`select pool, reservation, owner, command_id as "commandId", amount, recorded_at as "recordedAt" from ${source}
        where ${stillPending()} and recorded_at < ${before} order by recorded_at, pool, reservation limit ${limit}`,
    )) as readonly PendingReservation[];
  }

  private async pageInOrder(shape: TableShape, query: PageQuery, { index }: Route, current: boolean): Promise<any[]> {
    const { descending = false, limit, after, where = [] } = query;
    const { sort, values } = this.sorting(shape, query, (name) => pinned(name, where) === undefined);
    const stretches = after ? stretchesAfter(this.dialect, sort, values, descending) : [sql`1 = 1`];
    const filter = allOf(this.filter(shape, query, current));
    const found: any[] = [];
    for (const stretch of stretches) {
      const source = this.dialect.through(shape.name, index);
      const rest = limit - found.length;
      const order = sortClause(sort, descending);
      found.push(
        ...(await this.run(sql`select ${selected(shape)} from ${source} where ${filter} and ${stretch} order by ${order} limit ${rest}`)),
      );
      if (found.length >= limit) break;
    }
    return found;
  }

  /** Sorts row numbers first: whole documents are read for the page only. */
  private async pageSorted(shape: TableShape, query: PageQuery, { index }: Route, current: boolean): Promise<readonly any[]> {
    const { descending = false, limit, after } = query;
    const { sort, values } = this.sorting(shape, query, () => true);
    const later = after ? [anywhereAfter(this.dialect, sort, values, descending)] : [];
    const filter = allOf([...this.filter(shape, query, current), ...later]);
    const order = sortClause(sort, descending);
    const hits = sql`select row from ${this.dialect.through(shape.name, index)} where ${filter} order by ${order} limit ${limit}`;
    return this.run(sql`select ${selected(shape)} from ${sql.table(shape.name)} where row in (${hits}) order by ${order}`);
  }

  private sorting({ columns, name }: TableShape, { order, after = [] }: PageQuery, wanted: (column: string) => boolean) {
    if (after.length > 0 && after.length !== order.length + 2)
      throw new Error(`a cursor in ${name} has ${order.length + 2} values, not ${after.length}`);
    const all: SortColumn[] = [
      ...order.map((column) => ({ name: column, type: columns[column] ?? 'text', nullable: true })),
      ...['entity', 'row_key'].map((column) => ({ name: column, type: 'text' as const, nullable: false })),
    ];
    // A column that is fixed sorts nothing, and would only hide that the index is in order.
    const kept = all.map((_, place) => place).filter((place) => wanted((all[place] as SortColumn).name));
    return { sort: kept.map((place) => all[place] as SortColumn), values: kept.map((place) => after[place] ?? null) };
  }

  private async countThrough(shape: TableShape, query: RowQuery, index: string, extra: readonly Sql[]): Promise<number> {
    const current = await this.isCurrent(query);
    const filter = allOf([...this.filter(shape, query, current), ...extra]);
    const [row] = await this.run(sql`select count(*) as n from ${this.dialect.through(shape.name, index)} where ${filter}`);
    return row.n;
  }

  private filter(shape: TableShape, query: RowQuery, current: boolean): Sql[] {
    const { asOf, viewer, where = [], entities } = query;
    const among = entities ? [this.dialect.anyOf(column('entity'), entities)] : [];
    return [
      knownThen(asOf, current),
      inForce(asOf),
      ...visibleTo(this.dialect, viewer),
      ...among,
      ...conditions(this.dialect, shape, where),
    ];
  }

  private async isCurrent({ asOf }: RowQuery): Promise<boolean> {
    return asOf.knownAt >= (await this.head()).seq;
  }

  private shape(table: string): TableShape {
    const shape = this.shapes.get(table);
    if (!shape) throw new Error(`there is no view table ${table}`);
    return shape;
  }
}

function selected({ columns }: TableShape): Sql {
  const names = ['entity', 'row_key', 'valid_from', 'valid_to', 'known_from', ...Object.keys(columns), 'doc'];
  return sql.join(names.map(column));
}

function storedRow({ columns }: TableShape, row: any): StoredRow {
  const { entity, row_key: key, valid_from: validFrom, valid_to: validTo, known_from: knownFrom, doc } = row;
  const values = Object.fromEntries(Object.keys(columns).map((name) => [name, row[name]]));
  return { entity, key, validFrom, validTo, knownFrom, columns: values, doc: JSON.parse(doc as string) };
}

function tooMany(what: string, limit: number): Fault {
  return new Fault('LIMIT_EXCEEDED', `at most ${limit} ${what} in one answer`, { limit });
}
