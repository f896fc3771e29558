import { NO_STREAM } from './event-store.js';

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
  /** On a share of nothing: once it is confirmed, everything its owner held before it is given back. */
  readonly givesBack?: true;
}

export interface Share {
  readonly owner: string;
  readonly commandId: string;
  readonly amount: number;
  readonly givesBack: boolean;
  readonly madeAt: number;
  confirmed: boolean;
}

/** One pool as folded up to a revision. Changes in place: pools of thousands of shares are folded at every reservation. */
export class Pool {
  revision = NO_STREAM;
  readonly shares = new Map<string, Share>();
  private total = 0;

  /** What is taken, leaving out shares that can never be taken up. */
  used(abandoned: ReadonlySet<string>): number {
    let used = this.total;
    for (const reservation of abandoned) used -= this.shares.get(reservation)?.amount ?? 0;
    return used;
  }

  /** Reservations of what an owner held before it asked to give everything back. What the same command took anew stays. */
  heldBefore(giveBack: Share): string[] {
    const { owner, madeAt, commandId } = giveBack;
    return [...this.shares].flatMap(([reservation, share]) =>
      share.owner === owner && share.madeAt < madeAt && share.commandId !== commandId ? reservation : [],
    );
  }

  apply(event: ReservationEvent): void {
    if (event.revision !== this.revision + 1) throw new Error(`${event.stream} goes from revision ${this.revision} to ${event.revision}`);
    this.revision = event.revision;
    const share = this.shares.get(event.reservation);
    switch (event.type) {
      case 'ReservationMade': {
        const { owner, commandId, amount, revision, givesBack = false } = event;
        this.shares.set(event.reservation, { owner, commandId, amount, givesBack, madeAt: revision, confirmed: false });
        this.total += amount;
        break;
      }
      case 'ReservationConfirmed':
        if (share) share.confirmed = true;
        break;
      case 'ReservationReleased':
        this.shares.delete(event.reservation);
        this.total -= share?.amount ?? 0;
        break;
      default:
        event.type satisfies never;
    }
  }
}
