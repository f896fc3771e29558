import type { AsOf, Condition, StoredRow } from '../../views/read-models.js';
import type { ColumnValue } from '../../views/view-definition.js';
import type { Cursor } from '../serving/connection.js';
import type { RequestScope } from '../serving/request-scope.js';
import type { DueTable } from './due-table.js';

/** One timer of one table. */
export interface DueItem {
  readonly table: DueTable;
  readonly row: StoredRow;
}

/** Which timers: the same conditions on every table. */
export interface DueFilter {
  readonly where: readonly Condition[];
  readonly entities?: readonly string[];
}

/** Sorts after every id. */
const AFTER_ALL = '\uffff';

/** The next few over all tables, by day, then table, subject and key: each table gives its own next few, the first of those are the answer. */
export async function firstDue(
  { snapshot, viewer }: RequestScope,
  tables: readonly DueTable[],
  { asOf, limit, after, ...filter }: DueFilter & { readonly asOf: AsOf; readonly limit: number; readonly after?: Cursor['values'] },
): Promise<DueItem[]> {
  const perTable = await Promise.all(
    tables.map(async (table) => {
      const beyond = after ? { after: beyondIn(table.table, after) } : {};
      const rows = await snapshot.page({ ...filter, ...beyond, table: table.table, order: ['due_on'], asOf, limit, viewer });
      return rows.map((row) => ({ table, row }));
    }),
  );
  return perTable
    .flat()
    .sort((a, b) => compare(placeOf(a), placeOf(b)))
    .slice(0, limit);
}

export async function countDue(
  { snapshot, viewer }: RequestScope,
  tables: readonly DueTable[],
  query: DueFilter & { asOf: AsOf },
): Promise<number> {
  const counts = await Promise.all(tables.map(({ table }) => snapshot.count({ ...query, table, viewer })));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Where it stands in the whole list. */
export function placeOf({ table, row }: DueItem): readonly [day: string, table: string, entity: string, key: string] {
  return [String(row.columns['due_on']), table.table, row.entity, row.key];
}

/** The place in one table after which the rest of the list goes on, of a place in the whole list. */
function beyondIn(table: string, [day = null, last = null, entity = null, key = null]: Cursor['values']): ColumnValue[] {
  if (table === last) return [day, entity, key];
  return table > String(last) ? [day, '', ''] : [day, AFTER_ALL, ''];
}

function compare(a: readonly string[], b: readonly string[]): number {
  const place = a.findIndex((part, index) => part !== b[index]);
  return place === -1 ? 0 : (a[place] as string) < (b[place] as string) ? -1 : 1;
}
