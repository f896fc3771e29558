import type { TableShape } from './bitemporal.js';

/** The indexes of a bitemporal table; the same names in every database. */
export const indexName = {
  open: (table: string) => `${table}_open`,
  entity: (table: string) => `${table}_entity`,
  /** `now` holds the rows that are still known only: most questions are about today. */
  order: (table: string, order: number, now: boolean) => `${table}_order${order}${now ? '_now' : ''}`,
  known: (table: string) => `${table}_known`,
  superseded: (table: string) => `${table}_superseded`,
  validFrom: (table: string) => `${table}_valid_from`,
  validTo: (table: string) => `${table}_valid_to`,
};

/** Every table can be listed in at least one order. */
export function ordersOf(shape: TableShape): readonly (readonly string[])[] {
  return shape.orders.length > 0 ? shape.orders : [[]];
}

/** How many first columns of an order are fixed by a question. */
export function fixedPrefix(order: readonly string[], isFixed: (column: string) => boolean): number {
  const free = order.findIndex((column) => !isFixed(column));
  return free === -1 ? order.length : free;
}

/** The order with the most fixed first columns that meets a condition. */
export function bestOrder(
  shape: TableShape,
  isFixed: (column: string) => boolean,
  fits: (order: readonly string[]) => boolean = () => true,
): { number: number; fixed: number } | undefined {
  let best: { number: number; fixed: number } | undefined;
  for (const [number, order] of ordersOf(shape).entries()) {
    const fixed = fixedPrefix(order, isFixed);
    if (fits(order) && (best === undefined || fixed > best.fixed)) best = { number, fixed };
  }
  return best;
}
