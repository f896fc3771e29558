import type { StoredEvent } from '../ledger/event-store.js';
import type { ReservationEvent } from '../ledger/reservations.js';
import { positionNumber } from './bitemporal.js';

/** A share that an attempt took, for the recovery process to confirm or give back. */
export interface PendingReservation {
  readonly pool: string;
  readonly reservation: string;
  readonly owner: string;
  readonly commandId: string;
  readonly amount: number;
  readonly recordedAt: string;
}

export type ReservationChange =
  | ({ readonly kind: 'made'; readonly position: number } & PendingReservation)
  | { readonly kind: 'settled'; readonly position: number; readonly pool: string; readonly reservation: string };

/** What a system event means for the table of reservations; undefined for every other kind of system event. */
export function reservationChange(stored: StoredEvent): ReservationChange | undefined {
  switch (stored.type) {
    case 'ReservationMade': {
      const { reservation, owner, commandId, amount, recordedAt } = JSON.parse(stored.json) as ReservationEvent;
      return {
        kind: 'made',
        position: positionNumber(stored.position),
        pool: stored.stream,
        reservation,
        owner,
        commandId,
        amount,
        recordedAt,
      };
    }
    case 'ReservationConfirmed':
    case 'ReservationReleased': {
      const { reservation } = JSON.parse(stored.json) as ReservationEvent;
      return { kind: 'settled', position: positionNumber(stored.position), pool: stored.stream, reservation };
    }
    default:
      return undefined;
  }
}
