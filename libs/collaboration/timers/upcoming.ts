import type { AsOf, Condition, StoredRow } from '../../views/read-models.js';
import type { Cursor } from '../serving/connection.js';
import { mergedCount, mergedPage, tableSource, type PageSource, type Place } from '../serving/merged-pages.js';
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

/** The next few over all tables, by day, then table, subject and key. */
export async function firstDue(
  scope: RequestScope,
  tables: readonly DueTable[],
  { limit, after, ...query }: DueFilter & { readonly asOf: AsOf; readonly limit: number; readonly after?: Cursor['values'] },
): Promise<DueItem[]> {
  return (await mergedPage(sourcesOf(scope, tables, query), limit, after)).map(({ item }) => item);
}

export function countDue(scope: RequestScope, tables: readonly DueTable[], query: DueFilter & { asOf: AsOf }): Promise<number> {
  return mergedCount(sourcesOf(scope, tables, query));
}

/** Where it stands in the whole list. */
export function placeOf({ table, row }: DueItem): Place {
  return [String(row.columns['due_on']), table.table, row.entity, row.key];
}

function sourcesOf(scope: RequestScope, tables: readonly DueTable[], query: DueFilter & { readonly asOf: AsOf }): PageSource<DueItem>[] {
  return tables.map((table) => tableSource(scope, { ...query, table: table.table, sortedBy: 'due_on' }, (row) => ({ table, row })));
}
