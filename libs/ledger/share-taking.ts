import type { Accepted, Refused, Reservation } from './aggregate.js';
import { Fault } from './errors.js';
import { nameId } from './ids.js';
import type { LoadedStream } from './loading.js';
import type { Pending } from './recovery.js';
import type { Reservations } from './reservations.js';

interface Named {
  readonly pool: string;
  readonly reservation: string;
}

/** By name, what one execution of a command took in all its attempts, so that it can give back what comes to nothing. */
export type Made = Map<string, Pending>;

/** What an accepted decision takes from pools and gives back to them, under the names its event will carry. */
export interface Shares {
  readonly take: readonly (Named & { readonly wanted: Reservation })[];
  readonly giveBack: readonly Named[];
  readonly names: readonly string[];
}

/**
 * The same decision of the same command finds the same names, so that a repeat resumes; a fenced name is never used again. The owner is part of
 * them: two nodes may be given one command id for two subjects at once, and must not take each other's share for their own.
 */
export function sharesOf({ reserve = [], release = [] }: Accepted, commandId: string, subject: LoadedStream): Shares {
  const used = new Set<string>();
  const nameOf = (what: string): string => {
    for (let attempt = 0; ; attempt += 1) {
      const name = nameId(commandId, `${subject.stream}|${what}#${attempt}`);
      if (used.has(name) || subject.abandoned.has(name)) continue;
      used.add(name);
      return name;
    }
  };
  const take = reserve.map((wanted) => ({ pool: wanted.pool, reservation: nameOf(`${wanted.pool}|${wanted.amount}`), wanted }));
  const giveBack = [...new Set(release)].map((pool) => ({ pool, reservation: nameOf(`${pool}|give back`) }));
  return { take, giveBack, names: [...used] };
}

/** Takes and gives back shares around the append of the owner's event. */
export class ShareTaker {
  private readonly unconfirmed = new Set<Promise<void>>();

  constructor(
    private readonly reservations: Reservations,
    /** Fences a share off at its owner, and then releases it. */
    private readonly abandon: (pending: Pending) => Promise<unknown>,
    /** Other processes may be at work on the very same command. */
    private readonly sharedWriters: boolean,
  ) {}

  /** The refusal of the pool that is full, or the pools that hold more than they should. What it made is noted, however it ends. */
  async take(
    { take, giveBack }: Shares,
    commandId: string,
    { stream: owner, abandoned }: LoadedStream,
    made: Made,
  ): Promise<Refused | { readonly beyond: readonly string[] }> {
    const beyond: string[] = [];
    for (const { pool, reservation, wanted } of take) {
      const { amount, capacity } = wanted;
      const evenBeyond = wanted.whenFull === undefined;
      const result = await this.reservations.reserve(pool, { reservation, owner, commandId, amount, capacity, evenBeyond }, abandoned);
      if (!result.reserved) {
        if (!wanted.whenFull) throw new Error(`${pool} refused a share that counts in any case`);
        return wanted.whenFull(result.available, result.heldBy);
      }
      if (result.beyond) beyond.push(pool);
      if (result.made) made.set(reservation, { pool, reservation, owner, commandId });
    }
    for (const { pool, reservation } of giveBack) await this.reservations.giveBack(pool, { reservation, owner, commandId });
    return { beyond };
  }

  /**
   * The owner's event is stored, with these names. Whatever fails here is done by the recovery process. What is given back is
   * free before the command is answered; confirmations only matter to that process.
   */
  async settle({ take, giveBack }: Shares, stored: readonly string[]): Promise<void> {
    if (stored.length === 0) return;
    const confirm = (shares: readonly Named[]) =>
      Promise.allSettled(
        shares
          .filter(({ reservation }) => stored.includes(reservation))
          .map(({ pool, reservation }) => this.reservations.confirm(pool, reservation)),
      );
    const confirming = confirm(take).then(() => undefined);
    this.unconfirmed.add(confirming);
    void confirming.then(() => this.unconfirmed.delete(confirming));
    await confirm(giveBack);
  }

  async settled(): Promise<void> {
    await Promise.all(this.unconfirmed);
  }

  /**
   * Only what this execution made itself: an earlier one, whose outcome is unknown, may still be stored and name the others. Another node may be
   * at work on the very same command and name what was made here: there a share is fenced off first, and confirmed when the other was faster.
   * What fails here is done by the recovery process.
   *
   * @param named the shares that the stored event names
   */
  async giveBackUnused(made: Made, named: readonly string[]): Promise<void> {
    for (const share of made.values()) {
      if (named.includes(share.reservation)) continue;
      try {
        await (this.sharedWriters ? this.abandon(share) : this.reservations.release(share.pool, share.reservation));
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
      }
    }
  }
}
