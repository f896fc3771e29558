import { StoreUnavailable } from '../../ledger/errors.js';
import type { ViewSnapshot } from '../snapshot-queries.js';
import { VIEW_LIMITS } from '../view-limits.js';
import type { SnapshotMethod } from './reader-protocol.js';
import { ReaderThread, type ReaderThreadOptions } from './reader-thread.js';

export interface ReaderPoolOptions extends ReaderThreadOptions {
  readonly readers: number;
  readonly snapshots?: number;
  readonly snapshotMs?: number;
}

/** A place in a reading thread, taken by one snapshot. */
export interface Seat {
  readonly thread: ReaderThread;
  readonly incarnation: number;
  readonly snapshot: number;
  readonly file: string;
}

/** Spreads snapshots over reading threads, and bounds how many there are and how long they last. */
export class ReaderPool {
  private readonly threads: readonly ReaderThread[];
  private readonly perThread: number;
  private readonly waiting: (() => void)[] = [];
  private readonly seatsOn = new Map<string, number>();
  private readonly emptied = new Map<string, () => void>();
  private lastSnapshot = 0;

  constructor(
    private file: string,
    private readonly options: ReaderPoolOptions,
  ) {
    this.threads = Array.from({ length: options.readers }, () => new ReaderThread(options));
    this.perThread = options.snapshots ?? VIEW_LIMITS.snapshots;
  }

  snapshot(): ViewSnapshot {
    return openSnapshot(this, this.options.snapshotMs ?? VIEW_LIMITS.snapshotMs);
  }

  async sit(): Promise<Seat> {
    for (;;) {
      const thread = this.threads.reduce((least, one) => (one.open < least.open ? one : least));
      if (thread.open < this.perThread) {
        thread.open += 1;
        this.lastSnapshot += 1;
        this.seatsOn.set(this.file, (this.seatsOn.get(this.file) ?? 0) + 1);
        return { thread, incarnation: thread.incarnation, snapshot: this.lastSnapshot, file: this.file };
      }
      if (this.waiting.length >= VIEW_LIMITS.waitingSnapshots)
        throw new StoreUnavailable('too many readers at once; try again', VIEW_LIMITS.retryAfterMs);
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  leave({ thread, incarnation, snapshot, file }: Seat): void {
    thread.open -= 1;
    if (thread.incarnation === incarnation) thread.tell({ kind: 'release', snapshot });
    const left = (this.seatsOn.get(file) ?? 1) - 1;
    this.seatsOn.set(file, left);
    if (left === 0) this.emptied.get(file)?.();
    this.waiting.shift()?.();
  }

  /** New snapshots read another file; resolves when nobody reads the one before any more. */
  async moveTo(file: string): Promise<void> {
    const before = this.file;
    this.file = file;
    if ((this.seatsOn.get(before) ?? 0) > 0) await new Promise<void>((resolve) => this.emptied.set(before, resolve));
    this.emptied.delete(before);
    this.seatsOn.delete(before);
    await Promise.all(this.threads.map((thread) => thread.ask({ kind: 'retire', file: before })));
  }

  async stop(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.stop()));
  }
}

const METHODS: readonly SnapshotMethod[] = [
  ...([
    'head',
    'rows',
    'page',
    'docs',
    'count',
    'sum',
    'entities',
    'journal',
    'journalCount',
    'streams',
    'seqAtInstant',
    'seqAtPosition',
    'knownTime',
    'pendingReservations',
  ] as const),
];

/** Takes its place at the first question, and gives it up when it is closed or its time is over. */
function openSnapshot(pool: ReaderPool, snapshotMs: number): ViewSnapshot {
  let seat: Promise<Seat> | undefined;
  let ended: 'closed' | 'expired' | undefined;
  let deadline: NodeJS.Timeout | undefined;

  const end = async (how: 'closed' | 'expired') => {
    if (ended) return;
    ended = how;
    clearTimeout(deadline);
    const taken = await seat?.catch(() => undefined);
    if (taken) pool.leave(taken);
  };
  const sit = async () => {
    const taken = await pool.sit();
    if (!ended) deadline = setTimeout(() => void end('expired'), snapshotMs);
    return taken;
  };
  const ask = async (method: SnapshotMethod, args: readonly unknown[]) => {
    if (ended === undefined) seat ??= sit();
    const taken = await seat;
    if (ended === 'expired')
      throw new StoreUnavailable(`this read took over ${snapshotMs} ms in all; ask for less at a time`, VIEW_LIMITS.retryAfterMs);
    if (ended || !taken) throw new Error('this snapshot was closed');
    const { thread, incarnation, snapshot, file } = taken;
    if (thread.incarnation !== incarnation)
      throw new StoreUnavailable('the thread this read came from was replaced; try again', VIEW_LIMITS.retryAfterMs);
    return thread.ask({ kind: 'ask', snapshot, file, method, args });
  };
  const methods = Object.fromEntries(METHODS.map((method) => [method, (...args: unknown[]) => ask(method, args)]));
  return { ...methods, close: () => end('closed') } as unknown as ViewSnapshot;
}
