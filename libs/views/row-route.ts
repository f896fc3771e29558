import type { TableShape } from './bitemporal.js';
import type { RowQuery } from './read-models.js';
import { pinned } from './row-filter.js';
import { bestOrder, indexName, knownIndexName } from './view-indexes.js';

/** Through which index a question is read. Databases keep no statistics about periods, so that they would choose blindly. */
export interface Route {
  /** Absent for the table's own key. */
  readonly index?: string;
  /** The index gives the rows in the order of the page. */
  readonly inOrder: boolean;
}

const BY_KEY: Route = { inOrder: false };

/** For a page: the index of its order, or of a longer one whose other columns are fixed. */
export function pageRoute(shape: TableShape, { entities, where = [], knownSince }: RowQuery, order: readonly string[]): Route {
  if (entities) return BY_KEY;
  if (knownSince !== undefined) return { index: knownIndexName(shape.name), inOrder: false };
  const isFixed = (column: string) => pinned(column, where) !== undefined;
  const free = (columns: readonly string[]) => columns.filter((column) => !isFixed(column)).join();
  const best = bestOrder(shape, isFixed, (declared) => free(declared) === free(order));
  if (!best) throw new Error(`${shape.name} cannot be listed by ${order.join(', ')}: it declares no such order`);
  return { index: indexName(shape.name, best.number), inOrder: true };
}

/** For a count or for all rows, in any order. */
export function anyRoute(shape: TableShape, { entities, where = [], knownSince }: RowQuery): Route {
  if (entities) return BY_KEY;
  if (knownSince !== undefined) return { index: knownIndexName(shape.name), inOrder: false };
  const best = bestOrder(shape, (column) => pinned(column, where) !== undefined);
  if (!best) throw new Error(`${shape.name} declares no order, and is asked per entity only`);
  return { index: indexName(shape.name, best.number), inOrder: false };
}
