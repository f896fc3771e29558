import type { Clock } from './clock.js';
import { conflictPause } from './conflict-pause.js';
import { ConflictError } from './errors.js';
import type { EventStore } from './event-store.js';
import { NO_STREAM } from './event-store.js';
import { nameId } from './ids.js';
import { LIMITS } from './limits.js';

/** Up to where the work is done. */
export interface Mark {
  /** Journal number. */
  readonly seq: number;
  /** Of work that comes with the days: the last legal date that is done; '' before the first. */
  readonly day: string;
}

/** Namespace of the ids of progress events. */
const PROGRESS = 'b1f0a3d2-58c4-5b0e-9a67-3c1d2e4f5a6b';

interface ProgressEvent {
  readonly format: 1;
  readonly id: string;
  readonly type: 'ProgressMade';
  readonly stream: string;
  readonly revision: number;
  readonly recordedAt: string;
  /** Journal number up to which the process manager has done its work. */
  readonly seq: number;
  readonly day?: string;
}

/** How far a process manager is: a system stream, so no leaf and no trigger. What it did since is done again, harmlessly. */
export class Progress {
  private revision = NO_STREAM;

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly name: string,
  ) {}

  async read(): Promise<Mark> {
    this.revision = NO_STREAM;
    return (await this.readOn()) ?? { seq: 0, day: '' };
  }

  /** Another process may keep the same progress: a mark that is as far as this one is left, and what is done twice does no harm. */
  async write(mark: Mark): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.append(mark);
      } catch (error) {
        if (!(error instanceof ConflictError) || attempt >= LIMITS.decideAttempts) throw error;
      }
      const there = await this.readOn();
      if (there && there.seq >= mark.seq && there.day >= mark.day) return;
      await conflictPause(attempt);
    }
  }

  private async readOn(): Promise<Mark | undefined> {
    let mark: Mark | undefined;
    for (const stored of await this.store.readStream(this.stream, this.revision + 1)) {
      const { seq, day = '', revision } = JSON.parse(stored.json) as ProgressEvent;
      mark = { seq, day };
      this.revision = revision;
    }
    return mark;
  }

  private async append({ seq, day }: Mark): Promise<void> {
    const { stream } = this;
    const revision = this.revision + 1;
    const event: ProgressEvent = {
      format: 1,
      // Of the mark as well: another process' mark at this revision is not this one.
      id: nameId(PROGRESS, `${stream}:${revision}:${seq}:${day}`),
      type: 'ProgressMade',
      stream,
      revision,
      recordedAt: this.clock.now(),
      seq,
      ...(day === '' ? {} : { day }),
    };
    await this.store.append({
      stream,
      kind: 'system',
      expected: this.revision,
      events: [{ id: event.id, type: event.type, json: JSON.stringify(event) }],
    });
    this.revision = revision;
  }

  private get stream(): string {
    return `progress-${this.name}`;
  }
}
