import type { AsOf, Condition, StoredRow } from '../../views/read-models.js';
import type { Cursor } from '../serving/connection.js';
import { mergedCount, mergedPage, tableSource, type PageSource, type Place } from '../serving/merged-pages.js';
import type { RequestScope } from '../serving/request-scope.js';
import { keyOfParty, partyTableOf, type DueDoc, type DueTable } from './due-table.js';

/** One timer of one table. */
export interface DueItem {
  readonly table: DueTable;
  /** Its `doc` is the words, where they were read with it. */
  readonly row: StoredRow;
}

export interface ShownDueItem extends DueItem {
  readonly doc: DueDoc;
}

/** Which timers: the same conditions on every table. */
export interface DueFilter {
  readonly where: readonly Condition[];
  readonly entities?: readonly string[];
  /** Those that concern this party. */
  readonly party?: string;
  /** Whether their commands are looked at, and not their words alone. */
  readonly commands?: boolean;
}

/** The next few over all tables, by day, then table, subject and key. */
export async function firstDue(
  scope: RequestScope,
  tables: readonly DueTable[],
  { limit, after, ...query }: DueFilter & { readonly asOf: AsOf; readonly limit: number; readonly after?: Cursor['values'] },
): Promise<ShownDueItem[]> {
  const found = (await mergedPage(sourcesOf(scope, tables, query), limit, after)).map(({ item }) => item);
  if (query.party !== undefined && query.commands === false) return found.map((item) => ({ ...item, doc: item.row.doc as DueDoc }));
  const docs = await Promise.all(tables.map(({ table }) => docsOf(scope, table, { ...query, found })));
  return found.map((item) => ({ ...item, doc: docs.find((some) => some.has(item))?.get(item) as DueDoc }));
}

export function countDue(scope: RequestScope, tables: readonly DueTable[], query: DueFilter & { asOf: AsOf }): Promise<number> {
  return mergedCount(sourcesOf(scope, tables, query));
}

/** Where it stands in the whole list. */
export function placeOf({ table, row }: DueItem): Place {
  return [String(row.columns['due_on']), table.table, row.entity, row.key];
}

type DueQuery = DueFilter & { readonly asOf: AsOf };

/** Every table gives as many as the page has: what is not among the first of all is not folded. */
function sourcesOf(scope: RequestScope, tables: readonly DueTable[], { party, commands: _, ...query }: DueQuery): PageSource<DueItem>[] {
  return tables.map((table) =>
    party === undefined
      ? tableSource(scope, { ...query, table: table.table, sortedBy: 'due_on', columnsOnly: true }, (row) => ({ table, row }))
      : partySource(scope, table, { ...query, party }),
  );
}

/** The same through the rows per party. */
function partySource(
  { snapshot, viewer }: RequestScope,
  table: DueTable,
  query: DueQuery & { readonly party: string },
): PageSource<DueItem> {
  const { party, ...filter } = query;
  const where = [{ column: 'party', is: party }, ...filter.where];
  const ofParty = { ...filter, table: partyTableOf(table.table), viewer, where, fields: ['text'] };
  const before = keyOfParty(party, '');
  return {
    name: table.table,
    async next(limit, after) {
      const beyond = after ? { after: [party, after[0], after[1], `${before}${after[2]}`] } : {};
      const rows = await snapshot.page({ ...ofParty, ...beyond, order: ['party', 'due_on'], limit });
      return rows.map((row) => {
        const item = { table, row: { ...row, key: row.key.slice(before.length) } };
        return { place: placeOf(item), item };
      });
    },
    count: () => snapshot.count(ofParty),
  };
}

async function docsOf(
  { snapshot }: RequestScope,
  table: string,
  { found, asOf }: { readonly found: readonly DueItem[]; readonly asOf: AsOf },
): Promise<ReadonlyMap<DueItem, DueDoc>> {
  const own = found.filter((item) => item.table.table === table);
  if (own.length === 0) return new Map();
  const places = own.map(({ row: { entity, key, validFrom } }) => ({ entity, key, validFrom }));
  const docs = await snapshot.docs(table, asOf.knownAt, places);
  return new Map(own.map((item, index) => [item, docs[index] as DueDoc]));
}
