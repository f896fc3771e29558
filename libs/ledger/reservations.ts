import type { Clock } from './clock.js';
import { ConflictError } from './errors.js';
import type { EventStore } from './event-store.js';
import { NO_STREAM } from './event-store.js';
import { nameId } from './ids.js';
import { LIMITS } from './limits.js';

/** Stored facts of one pool: a system stream, so no leaf and no trigger. */
export interface ReservationEvent {
  readonly format: 1;
  readonly id: string;
  readonly type: 'ReservationMade' | 'ReservationConfirmed' | 'ReservationReleased';
  readonly stream: string;
  readonly revision: number;
  readonly recordedAt: string;
  readonly reservation: string;
  /** Stream of the aggregate that holds the share. */
  readonly owner: string;
  readonly commandId: string;
  readonly amount: number;
}

interface Share {
  readonly owner: string;
  readonly amount: number;
  readonly confirmed: boolean;
}

interface Pool {
  readonly revision: number;
  readonly shares: ReadonlyMap<string, Share>;
}

export type ReserveResult = { readonly reserved: true } | { readonly reserved: false; readonly available: number; readonly heldBy: readonly string[] };

const CACHED_POOLS = 10_000;

/**
 * Shares of limited resources, one stream per pool: reserve, then append the owner's event that names the reservation, then
 * confirm. Every step may be repeated; only the recovery process releases what an attempt left behind.
 */
export class Reservations {
  private readonly cache = new Map<string, Pool>();

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  async reserve(pool: string, share: { reservation: string; owner: string; commandId: string; amount: number; capacity: number }): Promise<ReserveResult> {
    let result: ReserveResult = { reserved: true };
    await this.change(pool, (current) => {
      if (current.shares.has(share.reservation)) return undefined;
      const used = [...current.shares.values()].reduce((sum, held) => sum + held.amount, 0);
      if (used + share.amount > share.capacity) {
        result = { reserved: false, available: share.capacity - used, heldBy: [...current.shares.values()].map((held) => held.owner) };
        return undefined;
      }
      result = { reserved: true };
      return { type: 'ReservationMade', ...share };
    });
    return result;
  }

  confirm(pool: string, reservation: string): Promise<void> {
    return this.settle(pool, reservation, 'ReservationConfirmed');
  }

  release(pool: string, reservation: string): Promise<void> {
    return this.settle(pool, reservation, 'ReservationReleased');
  }

  /** Gives back everything an owner holds in a pool. */
  async releaseOwner(pool: string, owner: string): Promise<void> {
    const { shares } = await this.load(pool);
    for (const [reservation, share] of shares) if (share.owner === owner) await this.release(pool, reservation);
  }

  private settle(pool: string, reservation: string, type: 'ReservationConfirmed' | 'ReservationReleased'): Promise<void> {
    return this.change(pool, ({ shares }) => {
      const share = shares.get(reservation);
      if (!share || (type === 'ReservationConfirmed' && share.confirmed)) return undefined;
      return { type, reservation, owner: share.owner, amount: share.amount, commandId: reservation };
    });
  }

  private async change(
    stream: string,
    next: (pool: Pool) => Pick<ReservationEvent, 'type' | 'reservation' | 'owner' | 'commandId' | 'amount'> | undefined,
  ): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const pool = await this.load(stream);
      const change = next(pool);
      if (!change) return;
      const revision = pool.revision + 1;
      const { type, reservation, owner, commandId, amount } = change;
      const event: ReservationEvent = {
        format: 1,
        id: nameId(reservation, `${type}:${revision}`),
        type,
        stream,
        revision,
        recordedAt: this.clock.now(),
        reservation,
        owner,
        commandId,
        amount,
      };
      try {
        await this.store.append({ stream, kind: 'system', expected: pool.revision, events: [{ id: event.id, type, json: JSON.stringify(event) }] });
        this.remember(stream, foldPool(pool, event));
        return;
      } catch (error) {
        if (!(error instanceof ConflictError) || attempt >= LIMITS.decideAttempts * 10) throw error;
      }
    }
  }

  private async load(stream: string): Promise<Pool> {
    let pool = this.cache.get(stream) ?? { revision: NO_STREAM, shares: new Map() };
    for (const stored of await this.store.readStream(stream, pool.revision + 1)) pool = foldPool(pool, JSON.parse(stored.json) as ReservationEvent);
    this.remember(stream, pool);
    return pool;
  }

  private remember(stream: string, pool: Pool): void {
    const cached = this.cache.get(stream);
    if (cached && cached.revision > pool.revision) return;
    this.cache.delete(stream);
    this.cache.set(stream, pool);
    if (this.cache.size > CACHED_POOLS) this.cache.delete(this.cache.keys().next().value as string);
  }
}

function foldPool(pool: Pool, event: ReservationEvent): Pool {
  const shares = new Map(pool.shares);
  switch (event.type) {
    case 'ReservationMade':
      shares.set(event.reservation, { owner: event.owner, amount: event.amount, confirmed: false });
      break;
    case 'ReservationConfirmed': {
      const share = shares.get(event.reservation);
      if (share) shares.set(event.reservation, { ...share, confirmed: true });
      break;
    }
    case 'ReservationReleased':
      shares.delete(event.reservation);
      break;
    default:
      event.type satisfies never;
  }
  return { revision: event.revision, shares };
}
