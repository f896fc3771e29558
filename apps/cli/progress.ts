/** Where progress is shown: standard error, so that standard output holds the result alone. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

interface ProgressOptions {
  readonly label: string;
  /** Absent when nobody knows. */
  readonly total?: number;
  readonly stream?: ProgressStream;
  /** Monotonic milliseconds. */
  readonly now?: () => number;
}

const QUIET_MS = 1_000;
const TTY_EVERY_MS = 200;
/** A log needs fewer lines than a screen. */
const LOG_EVERY_MS = 2_000;

/** Says how far a long task is, from its second second on: one line that renews itself on a terminal, now and then a line in a log. */
export class Progress {
  private count = 0;
  private shownAt: number | undefined;
  private readonly startedAt: number;
  private readonly stream: ProgressStream;
  private readonly now: () => number;

  constructor(private readonly options: ProgressOptions) {
    this.stream = options.stream ?? process.stderr;
    this.now = options.now ?? (() => performance.now());
    this.startedAt = this.now();
  }

  advance(by = 1): void {
    this.reach(this.count + by);
  }

  reach(count: number, total = this.options.total): void {
    this.count = count;
    const now = this.now();
    const every = this.stream.isTTY ? TTY_EVERY_MS : LOG_EVERY_MS;
    const due = this.shownAt === undefined ? now - this.startedAt >= QUIET_MS : now - this.shownAt >= every;
    if (due) this.show(now, total);
  }

  /** The last word, when anything was shown at all. */
  end(): void {
    if (this.shownAt === undefined) return;
    this.show(this.now(), this.options.total);
    if (this.stream.isTTY) this.stream.write('\n');
  }

  private show(now: number, total: number | undefined): void {
    this.shownAt = now;
    const text = progressText({ label: this.options.label, count: this.count, total, elapsedMs: now - this.startedAt });
    this.stream.write(this.stream.isTTY ? `\r\u001b[2K${text}` : `${text}\n`);
  }
}

export function progressText({
  label,
  count,
  total,
  elapsedMs,
}: {
  label: string;
  count: number;
  total?: number | undefined;
  elapsedMs: number;
}): string {
  const of = total === undefined ? '' : ` of ${total} (${total === 0 ? 100 : Math.floor((count / total) * 100)}%)`;
  const perSecond = elapsedMs > 0 ? Math.round((count * 1_000) / elapsedMs) : 0;
  return `${label}: ${count}${of}, ${perSecond} per second`;
}
