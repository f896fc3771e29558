import type { TableShape } from './bitemporal.js';

/** The index of a declared order of a bitemporal table; the same name in every database. */
export function indexName(table: string, order: number): string {
  return `${table}_order${order}`;
}

/** The index of a table that is followed: by when the ledger learned a row. */
export function knownIndexName(table: string): string {
  return `${table}_known`;
}

/** How many first columns of an order are fixed by a question. */
export function fixedPrefix(order: readonly string[], isFixed: (column: string) => boolean): number {
  const free = order.findIndex((column) => !isFixed(column));
  return free === -1 ? order.length : free;
}

/** The order with the most fixed first columns that meets a condition. */
export function bestOrder(
  { orders }: TableShape,
  isFixed: (column: string) => boolean,
  fits: (order: readonly string[]) => boolean = () => true,
): { number: number; fixed: number } | undefined {
  let best: { number: number; fixed: number } | undefined;
  for (const [number, order] of orders.entries()) {
    const fixed = fixedPrefix(order, isFixed);
    if (fits(order) && (best === undefined || fixed > best.fixed)) best = { number, fixed };
  }
  return best;
}
