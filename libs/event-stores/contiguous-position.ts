import { BEGINNING } from '../ledger/event-store.js';
import type { StorePosition } from '../ledger/event-store.js';

/** Positions of stores that count 1, 2, 3 …: the decimal number, with BEGINNING for 0. */
export function positionOf(number: number): StorePosition {
  return number === 0 ? BEGINNING : (String(number) as StorePosition);
}

export function numberOf(position: StorePosition): number {
  if (position === BEGINNING) return 0;
  const number = Number(position);
  if (!/^[1-9]\d*$/.test(position) || !Number.isSafeInteger(number)) throw new RangeError('That is not a position of this store.');
  return number;
}

/**
 * A reader that is ahead of the log has seen events that are gone (an older copy was put back). Waiting for the
 * log to reach it again would skip as many new ones.
 */
export function assertWithin(after: number, head: number): void {
  if (after > head) throw new RangeError(`Position ${after} lies beyond the end of the log (${head}): was an older copy put back?`);
}
