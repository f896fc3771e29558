import type { Logger } from 'pino';
import { Fault } from '../../../libs/ledger/errors.js';
import type { Progress } from '../../../libs/ledger/progress.js';
import type { JournalEntry, ReadModels } from '../../../libs/views/read-models.js';

/** What a process manager does about certain events. Doing it twice must be harmless: its commands' ids follow from the event. */
export interface Reaction {
  readonly types: readonly string[];
  /** @returns whether it recorded something */
  react(entry: JournalEntry): Promise<boolean>;
}

const BATCH = 100;
/** Progress is written when something was done, and otherwise this often. */
const PROGRESS_EVERY = 1_000;
const RETRY_MS = 1_000;
/** Looks at what is new this often at most, so that a busy ledger is asked in batches and not after every event. */
const PACE_MS = 250;

/**
 * Follows the journal and reacts, in order, once. Durable: where it was is in the log. It runs only on views at or past its event, and a
 * rebuild of the views never makes it act again.
 */
export class ProcessManager {
  private stopped = false;
  private running: Promise<void> = Promise.resolve();
  private wake: (() => void) | undefined;
  private readonly unlisten: () => void;

  constructor(
    private readonly views: ReadModels,
    private readonly progress: Progress,
    private readonly reaction: Reaction,
    private readonly logger: Logger,
  ) {
    this.unlisten = views.onProjected(() => this.wake?.());
  }

  start(): void {
    this.running = this.follow();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.unlisten();
    this.wake?.();
    await this.running;
  }

  private async follow(): Promise<void> {
    let done: number | undefined;
    while (!this.stopped) {
      try {
        done ??= (await this.progress.read()).seq;
        const { reached, more } = await this.step(done);
        if (reached === done) await this.somethingNew(done);
        else if (!more) await pause(PACE_MS);
        done = reached;
      } catch (error) {
        // Whatever failed is tried again: until then nothing after it is reacted to.
        if (!this.stopped) this.logger[isBuilding(error) ? 'debug' : 'warn']({ err: error }, 'a process manager will try again');
        await pause(RETRY_MS);
      }
    }
  }

  /** Reacts to one batch; @returns up to where everything is done, and whether more waits already. */
  private async step(done: number): Promise<{ reached: number; more: boolean }> {
    const snapshot = this.views.snapshot();
    const head = await snapshot.head();
    const entries = await snapshot
      .journal({ viewer: { party: null, seesAll: true }, types: this.reaction.types, after: done, upTo: head.seq, limit: BATCH })
      .finally(() => snapshot.close());
    let acted = false;
    for (const entry of entries) {
      if (this.stopped) return { reached: done, more: false };
      acted = (await this.reaction.react(entry)) || acted;
    }
    const more = entries.length === BATCH;
    const reached = more ? (entries.at(-1)?.seq ?? head.seq) : head.seq;
    if (acted || Math.floor(reached / PROGRESS_EVERY) > Math.floor(done / PROGRESS_EVERY))
      await this.progress.write({ seq: reached, day: '' });
    return { reached, more };
  }

  private async somethingNew(done: number): Promise<void> {
    if (this.stopped || this.views.head().seq > done) return;
    await new Promise<void>((resolve) => (this.wake = resolve));
    this.wake = undefined;
  }
}

function isBuilding(error: unknown): boolean {
  return error instanceof Fault && error.category === 'UNAVAILABLE';
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
