import { cursorOf, dueRows, followUps, stillStands, windowsSince, type DueRow } from '../../../libs/collaboration/timers/due-rows.js';
import type { DueTable } from '../../../libs/collaboration/timers/due-table.js';
import type { Follower, TimedCommand } from '../../../libs/collaboration/timers/timer.js';
import { StoreUnavailable } from '../../../libs/ledger/errors.js';
import type { LocalDate } from '../../../libs/ledger/local-date.js';
import type { Mark, Progress } from '../../../libs/ledger/progress.js';
import type { ReadModels, ReadSnapshot } from '../../../libs/views/read-models.js';
import type { Fired, TimerCommands } from './timer-commands.js';

/** Timers that are read at once. */
const PAGE = 100;
/** Commands that are given at once: they share the store's flushes, and leave it room for others. */
const AT_ONCE = 25;
/** Timers that may wait to be tried again, before nothing more is taken on. */
const MAY_WAIT = 1_000;
/** Progress is written when something fired, and otherwise this often. */
const PROGRESS_EVERY = 1_000;

interface Job {
  readonly row: DueRow;
  readonly command: TimedCommand;
}

export interface Look {
  readonly today: LocalDate;
  readonly signal: AbortSignal;
  /** Whether what failed before is tried once more. */
  readonly again: boolean;
}

/**
 * Fires the timers of one table, from where it last was: those whose day came since, and those that were learned since about earlier days.
 * It is done up to a mark only when nothing before it waits to be tried again, so that a restart finds what was not done; what was
 * done already then is the same command again, which records nothing twice.
 */
export class DueWork {
  private done: Mark | undefined;
  private kept: Mark = { seq: 0, day: '' };
  private readonly waiting = new Map<string, DueRow>();

  constructor(
    private readonly table: DueTable,
    private readonly progress: Progress,
    private readonly views: ReadModels,
    private readonly commands: TimerCommands,
    private readonly followers: readonly Follower[],
  ) {}

  get hasWaiting(): boolean {
    return this.waiting.size > 0;
  }

  get waitingCount(): number {
    return this.waiting.size;
  }

  /** Works through everything that is due by now. The views have everything that is recorded. */
  async catchUp({ today, signal, again }: Look): Promise<Fired[]> {
    if (!this.done) this.done = this.kept = await this.progress.read();
    const { done } = this;
    const { seq } = this.views.head();
    const fired = again ? await this.again() : [];
    if (seq === done.seq && today <= done.day) {
      await this.reach(done, fired.length > 0);
      return fired;
    }
    for (const window of windowsSince(done, today)) {
      for (let after: ReturnType<typeof cursorOf> | undefined; ;) {
        if (signal.aborted) return fired;
        const rows = await this.read((snapshot) =>
          dueRows(snapshot, this.table, { ...window, knownAt: seq, limit: PAGE, ...(after && { after }) }),
        );
        fired.push(...(await this.fire(rows)));
        const last = rows.at(-1);
        if (!last || rows.length < PAGE) break;
        after = cursorOf(last);
      }
    }
    await this.reach({ seq, day: today > done.day ? today : done.day }, fired.length > 0);
    return fired;
  }

  /** What failed before, as far as it still comes due. */
  private async again(): Promise<Fired[]> {
    if (this.waiting.size === 0) return [];
    const rows = [...this.waiting.values()];
    this.waiting.clear();
    const standing = await this.read(async (snapshot) => {
      const found: DueRow[] = [];
      for (const row of rows) if (await stillStands(snapshot, row)) found.push(row);
      return found;
    });
    return this.fire(standing);
  }

  private async fire(rows: readonly DueRow[]): Promise<Fired[]> {
    const jobs = await this.read((snapshot) => this.jobsOf(snapshot, rows));
    const fired: Fired[] = [];
    for (let start = 0; start < jobs.length; start += AT_ONCE) {
      const batch = jobs.slice(start, start + AT_ONCE);
      const outcomes = await Promise.all(batch.map(({ row, command }) => this.commands.give(row, command)));
      outcomes.forEach(({ outcome }, index) => {
        const { row } = batch[index] as Job;
        if (outcome === 'FAILED') this.waiting.set(`${row.stream} ${row.key}`, row);
      });
      fired.push(...outcomes);
      if (this.waiting.size > MAY_WAIT) throw new StoreUnavailable('too many timers wait to be tried again');
    }
    return fired;
  }

  private async jobsOf(snapshot: ReadSnapshot, rows: readonly DueRow[]): Promise<Job[]> {
    const jobs: Job[] = [];
    for (const row of rows) {
      const others = await followUps(snapshot, row, this.followers);
      jobs.push(...[...(row.command ? [row.command] : []), ...others].map((command) => ({ row, command })));
    }
    return jobs;
  }

  private async reach(mark: Mark, fired: boolean): Promise<void> {
    this.done = mark;
    if (this.hasWaiting || !(fired || mark.seq - this.kept.seq >= PROGRESS_EVERY)) return;
    await this.progress.write(mark);
    this.kept = mark;
  }

  /** Closed again before anything is recorded: an open snapshot would hold back the views. */
  private async read<Answer>(ask: (snapshot: ReadSnapshot) => Promise<Answer>): Promise<Answer> {
    const snapshot = this.views.snapshot();
    return ask(snapshot).finally(() => snapshot.close());
  }
}
