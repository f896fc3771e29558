import type { RowQuery, StoredRow } from '../../views/read-models.js';
import type { ColumnValue } from '../../views/view-definition.js';
import type { Cursor } from './connection.js';
import type { RequestScope } from './request-scope.js';

/** Where an item stands in a list over several sources: what the list is sorted by, the source, and the place within that source. */
export type Place = readonly [sorted: string, source: string, entity: string, key: string];

/** The same without the source: after it the source goes on. */
export type PlaceInSource = readonly [sorted: string, entity: string, key: string];

export interface Placed<Item> {
  readonly place: Place;
  readonly item: Item;
}

/** One of the lists that make a list together; each is in the order of its places. */
export interface PageSource<Item> {
  readonly name: string;
  next(limit: number, after?: PlaceInSource): Promise<readonly Placed<Item>[]>;
  count(): Promise<number>;
}

/** Sorts after every id. */
const AFTER_ALL = '\uffff';

/** The next few over all sources, by place: each source gives its own next few, the first of those are the answer. */
export async function mergedPage<Item>(
  sources: readonly PageSource<Item>[],
  limit: number,
  after?: Cursor['values'],
): Promise<Placed<Item>[]> {
  const each = await Promise.all(sources.map((source) => source.next(limit, after && beyondIn(source.name, after))));
  return each
    .flat()
    .sort((a, b) => comparePlaces(a.place, b.place))
    .slice(0, limit);
}

export async function mergedCount(sources: readonly PageSource<unknown>[]): Promise<number> {
  const counts = await Promise.all(sources.map((source) => source.count()));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** A view table as a source, sorted by one text column that is never null. */
export function tableSource<Item>(
  { snapshot, viewer }: RequestScope,
  query: Omit<RowQuery, 'viewer'> & { readonly sortedBy: string },
  item: (row: StoredRow) => Item,
): PageSource<Item> {
  const { table, sortedBy, ...filter } = query;
  return {
    name: table,
    async next(limit, after) {
      const beyond = after ? { after } : {};
      const rows = await snapshot.page({ ...filter, ...beyond, table, order: [sortedBy], limit, viewer });
      return rows.map((row) => ({ place: [String(row.columns[sortedBy]), table, row.entity, row.key], item: item(row) }));
    },
    count: () => snapshot.count({ ...filter, table, viewer }),
  };
}

export function isPlace(values: readonly ColumnValue[]): boolean {
  return values.length === 4 && values.every((value) => typeof value === 'string');
}

/** The place in one source after which the rest of the list goes on, of a place in the whole list. */
function beyondIn(source: string, values: Cursor['values']): PlaceInSource {
  const [sorted = '', last = '', entity = '', key = ''] = values.map(String);
  if (source === last) return [sorted, entity, key];
  return source > last ? [sorted, '', ''] : [sorted, AFTER_ALL, ''];
}

export function comparePlaces(a: readonly string[], b: readonly string[]): number {
  const place = a.findIndex((part, index) => part !== b[index]);
  return place === -1 ? 0 : (a[place] as string) < (b[place] as string) ? -1 : 1;
}
