import { Fault } from '../../../libs/ledger/errors.js';
import { amsterdamDate } from '../../../libs/ledger/local-date.js';
import type { DemoClock } from './demo-clock.js';
import type { Scheduler } from './scheduler.js';
import type { Fired } from './timer-commands.js';

/** Hour at which the people of Rivierenoord start their day. */
export const MORNING = 'T08:00:00.000Z';
/** Days with something due that one move passes; it says so when there are more. */
const MOST_DAYS = 1_000;
/** Commands that are told one by one. */
const MOST_TOLD = 1_000;

export interface Moved {
  readonly now: string;
  /** False when so much was due on the way that the clock stands still before the instant that was asked; ask again. */
  readonly arrived: boolean;
  /** What timers did on the way, in order; the first of them where there are very many. */
  readonly fired: readonly Fired[];
  readonly firedCount: number;
}

/** Moves a demo's clock forward by way of every day on which a timer acts, as if those days had been lived through. */
export class DemoTime {
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly clock: DemoClock,
    private readonly scheduler: Pick<Scheduler, 'finish' | 'nextDay'>,
  ) {}

  /** One move after another. @throws Fault BAD_USER_INPUT when the instant lies behind the clock */
  moveTo(instant: string): Promise<Moved> {
    const move = () => this.move(instant);
    const moved = this.turn.then(move, move);
    this.turn = moved;
    return moved;
  }

  private async move(instant: string): Promise<Moved> {
    const { clock, scheduler } = this;
    const now = clock.now();
    if (instant < now) throw new Fault('BAD_USER_INPUT', `the demo clock is at ${now} and only moves forward`, { now });
    const fired = [...(await scheduler.finish())];
    for (let days = 0; days < MOST_DAYS; days += 1) {
      const next = await scheduler.nextDay();
      if (next === undefined || next > amsterdamDate(instant)) {
        fired.push(...(await scheduler.finish(() => clock.moveTo(later(instant, clock.now())))));
        return answer(clock, fired, true);
      }
      const morning = `${next}${MORNING}`;
      // The instant may lie earlier on that very day, and the clock runs on by itself.
      fired.push(...(await scheduler.finish(() => clock.moveTo(later(morning < instant ? morning : instant, clock.now())))));
    }
    return answer(clock, fired, false);
  }
}

function answer(clock: DemoClock, fired: readonly Fired[], arrived: boolean): Moved {
  return { now: clock.now(), arrived, fired: fired.slice(0, MOST_TOLD), firedCount: fired.length };
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}
