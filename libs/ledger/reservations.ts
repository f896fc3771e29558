import type { Clock } from './clock.js';
import { noPause } from './conflict-pause.js';
import { ConflictError } from './errors.js';
import type { EventStore } from './event-store.js';
import { nameId } from './ids.js';
import { KeyedQueue } from './keyed-queue.js';
import { LIMITS } from './limits.js';
import { Pool, type ReservationEvent, type Share } from './reservation-pool.js';

export type { ReservationEvent } from './reservation-pool.js';

/**
 * `made`: by this call, so that nobody else can know of it yet; otherwise an earlier attempt of the command made it.
 * `beyond`: the pool holds more than it should, as only a share that counts in any case may make it.
 */
export type ReserveResult =
  | { readonly reserved: true; readonly made: boolean; readonly beyond: boolean }
  | { readonly reserved: false; readonly available: number; readonly heldBy: readonly string[] };

export interface WantedShare {
  readonly reservation: string;
  readonly owner: string;
  readonly commandId: string;
  readonly amount: number;
}

type Change = Pick<ReservationEvent, 'type' | 'reservation' | 'owner' | 'commandId' | 'amount' | 'givesBack'>;

const CACHED_POOLS = 10_000;
const NONE: ReadonlySet<string> = new Set();

/**
 * Shares of limited resources, one stream per pool: reserve, then append the owner's event that names the reservation, then
 * confirm. Giving back goes the same way, with a share of nothing, so that a crash in between loses no intention. Every step
 * may be repeated; what an attempt leaves behind when it breaks off is finished by the recovery process.
 */
export class Reservations {
  private readonly cache = new Map<string, Pool>();
  private readonly queue = new KeyedQueue();

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly pause: (conflicts: number) => Promise<void> = noPause,
  ) {}

  /** @param abandoned reservations of this owner that are fenced off: they hold nothing any more */
  async reserve(
    pool: string,
    wanted: WantedShare & { readonly capacity: number; readonly evenBeyond?: boolean },
    abandoned = NONE,
  ): Promise<ReserveResult> {
    const { capacity, evenBeyond = false, ...share } = wanted;
    if (!Number.isSafeInteger(share.amount) || share.amount < 0)
      throw new Error(`${pool}: a share is a whole number from 0, not ${share.amount}`);
    let result: ReserveResult = { reserved: true, made: false, beyond: false };
    await this.change(pool, (current) => {
      const available = capacity - current.used(abandoned);
      result = { reserved: true, made: false, beyond: available < 0 };
      if (current.shares.has(share.reservation)) return [];
      if (share.amount > available && !evenBeyond) {
        const holders = [...current.shares].filter(([reservation, { amount }]) => amount > 0 && !abandoned.has(reservation));
        result = { reserved: false, available, heldBy: [...new Set(holders.map(([, { owner }]) => owner))] };
        return [];
      }
      result = { reserved: true, made: true, beyond: share.amount > available };
      return [{ type: 'ReservationMade', ...share }];
    });
    return result;
  }

  /** Announces that what the owner holds now is given back, once the event that names the reservation is stored. */
  giveBack(pool: string, { reservation, owner, commandId }: Omit<WantedShare, 'amount'>): Promise<void> {
    return this.change(pool, ({ shares }) =>
      shares.has(reservation) ? [] : [{ type: 'ReservationMade', reservation, owner, commandId, amount: 0, givesBack: true }],
    );
  }

  /** The owner's event is stored. */
  confirm(pool: string, reservation: string): Promise<void> {
    return this.change(pool, (current) => {
      const share = current.shares.get(reservation);
      if (!share || share.confirmed) return [];
      if (!share.givesBack) return [settled('ReservationConfirmed', reservation, share)];
      // In one append, so that it is done or not done; an owner of more shares than fit gives them back in several.
      const held = current.heldBefore(share);
      const now = held
        .slice(0, LIMITS.appendEvents - 1)
        .map((one) => settled('ReservationReleased', one, current.shares.get(one) as Share));
      return now.length < held.length ? now : [...now, settled('ReservationReleased', reservation, share)];
    });
  }

  release(pool: string, reservation: string): Promise<void> {
    return this.change(pool, ({ shares }) => {
      const share = shares.get(reservation);
      return share ? [settled('ReservationReleased', reservation, share)] : [];
    });
  }

  /** Appends what `next` wants, until it wants nothing any more. One at a time in this process; others are met by conflict. */
  private change(stream: string, next: (pool: Pool) => Change[]): Promise<void> {
    return this.queue.run(stream, async () => {
      for (let conflicts = 0; ;) {
        const pool = await this.load(stream);
        const changes = next(pool);
        if (changes.length === 0) return;
        try {
          await this.append(stream, pool, changes);
          // All but the giving back of very many shares is done in one append.
          if (changes.length < LIMITS.appendEvents - 1) return;
        } catch (error) {
          conflicts += 1;
          if (!(error instanceof ConflictError) || conflicts >= LIMITS.decideAttempts * 10) throw error;
          // Many nodes use one pool all the time: here a short pause is enough.
          await this.pause(Math.min(conflicts, 3));
        }
      }
    });
  }

  private async append(stream: string, pool: Pool, changes: readonly Change[]): Promise<void> {
    const expected = pool.revision;
    const recordedAt = this.clock.now();
    const events = changes.map((change, index): ReservationEvent => {
      const revision = expected + 1 + index;
      return { format: 1, id: nameId(change.reservation, `${change.type}:${revision}`), stream, revision, recordedAt, ...change };
    });
    await this.store.append({
      stream,
      kind: 'system',
      expected,
      events: events.map((event) => ({ id: event.id, type: event.type, json: JSON.stringify(event) })),
    });
    for (const event of events) pool.apply(event);
  }

  private async load(stream: string): Promise<Pool> {
    const pool = this.cache.get(stream) ?? new Pool();
    for (const stored of await this.store.readStream(stream, pool.revision + 1)) pool.apply(JSON.parse(stored.json) as ReservationEvent);
    this.cache.delete(stream);
    this.cache.set(stream, pool);
    if (this.cache.size > CACHED_POOLS) this.cache.delete(this.cache.keys().next().value as string);
    return pool;
  }
}

/** Settling belongs to no command of its own. */
function settled(type: 'ReservationConfirmed' | 'ReservationReleased', reservation: string, { owner, amount }: Share): Change {
  return { type, reservation, owner, amount, commandId: reservation };
}
