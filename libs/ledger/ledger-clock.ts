import type { Clock } from './clock.js';
import { Fault } from './errors.js';

/** A clock this far behind the last event would make time run backwards in the ledger. */
const CLOCK_SKEW_MS = 5_000;

/** The ledger's time: the machine's, as long as it does not fall behind what is recorded. */
export class LedgerClock implements Clock {
  private lastRecordedAt = '';

  constructor(private readonly machine: Clock) {}

  /** @throws Fault CLOCK_SKEW */
  now(): string {
    const now = this.machine.now();
    const last = this.lastRecordedAt;
    if (now < last && Date.parse(now) < Date.parse(last) - CLOCK_SKEW_MS) {
      throw new Fault('CLOCK_SKEW', `this machine's clock says ${now}, but the ledger was already at ${last}; set the clock right`, {
        clock: now,
        ledger: last,
      });
    }
    return now;
  }

  /** An event was recorded at this instant. */
  recorded(at: string): void {
    if (at > this.lastRecordedAt) this.lastRecordedAt = at;
  }
}
