import { setTimeout as setTimeoutPromise } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { AggregateRegistration } from '../../../libs/collaboration/registration/registration.js';
import { nextActingDay } from '../../../libs/collaboration/timers/due-rows.js';
import { dueTables, type DueTable } from '../../../libs/collaboration/timers/due-table.js';
import type { Clock } from '../../../libs/ledger/clock.js';
import { Fault, StoreUnavailable } from '../../../libs/ledger/errors.js';
import type { EventStore } from '../../../libs/ledger/event-store.js';
import type { Ledger } from '../../../libs/ledger/execution.js';
import { LIMITS } from '../../../libs/ledger/limits.js';
import { amsterdamDate, type LocalDate } from '../../../libs/ledger/local-date.js';
import { Progress } from '../../../libs/ledger/progress.js';
import type { ReadModels } from '../../../libs/views/read-models.js';
import { DueWork } from './due-work.js';
import { TimerCommands, type Fired } from './timer-commands.js';

export interface SchedulerParts {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly views: ReadModels;
  readonly ledger: Pick<Ledger, 'execute'>;
  readonly registrations: readonly AggregateRegistration[];
  readonly logger: Logger;
  /** Told of everything that a timer gave. */
  readonly onFired?: (fired: Fired) => void;
}

/** How often it looks whether a new legal day began. */
const LOOK_EVERY_MS = 30_000;
/** On a busy ledger it looks at what is new this often at most. */
const PACE_MS = 500;
const RETRY_MS = 1_000;
/** One timer makes another due, as along a chain of mandates; a circle of them must not keep the ledger busy. */
const MOST_ROUNDS = 100;
const LONGEST_RETRY_MS = 60_000;

/**
 * Fires timers: at start, on every legal day (Europe/Amsterdam), and when something is recorded about a day that came already. Durable: how
 * far it is stands in the log, per table of timers. It waits for views that are behind, and a rebuild never makes it fire again.
 */
export class Scheduler {
  private readonly tables: readonly DueTable[];
  private readonly work: readonly DueWork[];
  private turn: Promise<unknown> = Promise.resolve();
  private running: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();
  /** What was there at the last look. */
  private looked = '';
  private wake: () => void = () => undefined;
  private unlisten: () => void = () => undefined;

  constructor(private readonly parts: SchedulerParts) {
    const { registrations, ledger, logger, store, clock, views } = parts;
    const commands = new TimerCommands(ledger, registrations, logger);
    const followers = registrations.flatMap(({ follows }) => follows ?? []);
    this.tables = dueTables(registrations.map(({ projection }) => projection));
    this.work = this.tables.map((table) => {
      // A table that says other things starts over: what it fired before is the same command again.
      const progress = new Progress(store, clock, `${table.table}-v${table.version}`);
      return new DueWork(table, progress, views, commands, followers);
    });
  }

  /** Timers that failed and wait to be tried again. */
  get overdue(): number {
    return this.work.reduce((waiting, work) => waiting + work.waitingCount, 0);
  }

  start(): void {
    this.unlisten = this.parts.views.onProjected(() => this.wake());
    this.running = this.follow();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.unlisten();
    this.wake();
    await this.running;
    await this.turn.catch(() => undefined);
  }

  /**
   * Fires all that is due by now, and what comes due by that. `first` runs in turn with it: nobody else fires in between.
   * @returns what fired, in order
   * @throws Fault UNAVAILABLE while the views are behind
   */
  finish(first: () => void = () => undefined): Promise<Fired[]> {
    const run = () => {
      first();
      return this.catchUp();
    };
    const turn = this.turn.then(run, run);
    this.turn = turn;
    return turn;
  }

  /** The next day on which a timer will act, as it is known now. */
  async nextDay(): Promise<LocalDate | undefined> {
    const { views, clock } = this.parts;
    await this.viewsThere();
    const snapshot = views.snapshot();
    return nextActingDay(snapshot, this.tables, amsterdamDate(clock.now())).finally(() => snapshot.close());
  }

  private async follow(): Promise<void> {
    let tries = 0;
    while (!this.stopping.signal.aborted) {
      const done = await this.finish().then(
        () => true,
        (error: unknown) => {
          const behind = error instanceof Fault && error.category === 'UNAVAILABLE';
          if (!this.stopping.signal.aborted) this.parts.logger[behind ? 'debug' : 'warn']({ err: error }, 'the scheduler will look again');
          return false;
        },
      );
      const waiting = this.work.some(({ hasWaiting }) => hasWaiting);
      tries = waiting ? tries + 1 : 0;
      // While a timer waits to be tried again, what is new must not shorten the wait.
      if (waiting) await this.pause(Math.min(RETRY_MS * 2 ** (tries - 1), LONGEST_RETRY_MS));
      else if (done) await this.somethingNew();
      else await this.pause(RETRY_MS);
    }
  }

  private async catchUp(): Promise<Fired[]> {
    const { clock, logger } = this.parts;
    const { signal } = this.stopping;
    const all: Fired[] = [];
    for (let round = 0; !signal.aborted; round += 1) {
      await this.viewsThere();
      this.looked = this.whatIsThere();
      const today = amsterdamDate(clock.now());
      const fired: Fired[] = [];
      for (const work of this.work) fired.push(...(await work.catchUp({ today, signal, again: round === 0 })));
      fired.forEach((one) => this.parts.onFired?.(one));
      all.push(...fired);
      // What was recorded may have made something else due today; what failed waits for the next time.
      if (!fired.some(({ outcome }) => outcome === 'RECORDED')) break;
      if (round >= MOST_ROUNDS) {
        logger.error({ last: fired.at(-1) }, 'timers keep making each other due; the rest waits');
        break;
      }
    }
    return all;
  }

  private async viewsThere(): Promise<void> {
    const { views, store } = this.parts;
    if (!(await views.waitFor(await store.head(), LIMITS.projectionWaitMs))) throw new StoreUnavailable('the views are behind the log');
  }

  /** Waits until there may be something to do: news in the views, or another day. */
  private async somethingNew(): Promise<void> {
    await this.pause(PACE_MS);
    // Whatever came during the pause, the last look has not seen.
    if (this.stopping.signal.aborted || this.whatIsThere() !== this.looked) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, LOOK_EVERY_MS).unref();
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private whatIsThere(): string {
    const { clock, views } = this.parts;
    return `${views.head().seq} ${amsterdamDate(clock.now())}`;
  }

  private async pause(milliseconds: number): Promise<void> {
    await setTimeoutPromise(milliseconds, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
  }
}
