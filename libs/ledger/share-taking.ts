import type { Accepted, Refused, Reservation } from './aggregate.js';
import { nameId } from './ids.js';
import type { LoadedStream } from './loading.js';
import type { Reservations } from './reservations.js';

interface Named {
  readonly pool: string;
  readonly reservation: string;
}

/** What an accepted decision takes from pools and gives back to them, under the names its event will carry. */
export interface Shares {
  readonly take: readonly (Named & { readonly wanted: Reservation })[];
  readonly giveBack: readonly Named[];
  readonly names: readonly string[];
}

/** The same decision of the same command finds the same names, so that a repeat resumes; a fenced name is never used again. */
export function sharesOf({ reserve = [], release = [] }: Accepted, commandId: string, subject: LoadedStream): Shares {
  const used = new Set<string>();
  const nameOf = (what: string): string => {
    for (let attempt = 0; ; attempt += 1) {
      const name = nameId(commandId, `${what}#${attempt}`);
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
    /** Other processes may be at work on the very same command. */
    private readonly sharedWriters: boolean,
  ) {}

  /** All shares or none: the refusal of the pool that is full, or the pools that hold more than they should. */
  async take(
    { take, giveBack }: Shares,
    commandId: string,
    { stream: owner, abandoned }: LoadedStream,
  ): Promise<Refused | { readonly beyond: readonly string[] }> {
    const made: Named[] = [];
    const beyond: string[] = [];
    for (const { pool, reservation, wanted } of take) {
      const { amount, capacity } = wanted;
      const evenBeyond = wanted.whenFull === undefined;
      const result = await this.reservations.reserve(pool, { reservation, owner, commandId, amount, capacity, evenBeyond }, abandoned);
      if (!result.reserved) {
        await this.undo(made);
        if (!wanted.whenFull) throw new Error(`${pool} refused a share that counts in any case`);
        return wanted.whenFull(result.available, result.heldBy);
      }
      if (result.beyond) beyond.push(pool);
      if (result.made) made.push({ pool, reservation });
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
   * Only what this attempt made itself: an earlier attempt, whose outcome is unknown, may still be stored and name the others.
   * With more writing processes nobody can tell, and the recovery process gives back after fencing.
   */
  private async undo(made: readonly Named[]): Promise<void> {
    if (this.sharedWriters) return;
    for (const { pool, reservation } of made) await this.reservations.release(pool, reservation);
  }
}
