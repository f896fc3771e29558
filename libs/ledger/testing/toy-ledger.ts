import type { Actor, Aggregate, CommandRule, Lookup } from '../aggregate.js';
import { decodeEvent } from '../codec.js';
import type { LedgerEvent } from '../envelope.js';
import { BEGINNING } from '../event-store.js';
import { type CommandRequest, Ledger, type LedgerDependencies, type Outcome } from '../execution.js';
import { nameId, subjectIdOf } from '../ids.js';
import type { Pending } from '../recovery.js';
import { Registry } from '../registry.js';
import type { ReservationEvent } from '../reservations.js';
import type { KeyRing } from '../sealing.js';
import { counter, lodge, type CounterState } from './toy.fixture.js';
import { UnreliableStore } from './unreliable-store.js';

const NAMES = '0b7d3a52-6c0f-5f4e-8a44-5b9d7a1f2c01';

export function id(name: string): string {
  return nameId(NAMES, name);
}

export const MEMBER: Actor = { person: id('member'), party: id('party'), role: 'member' };
export const STRANGER: Actor = { person: id('stranger'), party: id('other party'), role: 'member' };
export const KEEPER: Actor = { person: id('keeper'), party: null, role: 'administrator' };

export const registry = new Registry([counter, lodge]);

/** Seals by turning around, which tells sealed from readable and nothing else. */
export const turningKeys: KeyRing = {
  prepare: async () => undefined,
  seal: (subject, text) => ({ sealed: { subject, keyVersion: 1, nonce: '', text: [...text].reverse().join('') } }),
  open: ({ sealed }) => ({ kind: 'text', text: [...sealed.text].reverse().join('') }),
};

/** One process's ledger over a store that others may use too. */
export class ToyLedger {
  readonly ledger: Ledger;
  time = '2025-01-06T09:00:00.000Z';
  found: (lookup: Lookup) => readonly string[] = () => [];
  private commands = 0;

  constructor(
    readonly store = new UnreliableStore(),
    dependencies: Partial<LedgerDependencies> = {},
    private readonly process = 'process',
  ) {
    this.ledger = new Ledger({
      store,
      registry,
      clock: { now: () => this.time },
      keys: turningKeys,
      digestSecret: Buffer.from('toy'),
      find: async (lookup) => this.found(lookup),
      ...dependencies,
    });
  }

  execute<State, Command extends object>(
    rule: CommandRule<State, Command>,
    command: Command,
    request: Partial<CommandRequest> & { readonly name?: string } = {},
  ): Promise<Outcome> {
    const { name = `${this.process}: command ${(this.commands += 1)}`, actor = MEMBER, ...rest } = request;
    return this.ledger.execute({
      type: 'Toy',
      aggregate: counter as Aggregate<any>,
      rule,
      command,
      commandId: id(name),
      actor,
      actingFor: actor.party,
      ...rest,
    });
  }

  async counter(name: string): Promise<CounterState & { readonly revision: number; readonly exists: boolean }> {
    const { state, revision, exists } = await this.ledger.load(counter, createdBy(name));
    return { ...state, revision, exists };
  }

  /** All events of the ledger's own streams. */
  async events(): Promise<LedgerEvent[]> {
    const stored = await this.store.inner.readAll(BEGINNING, 100_000);
    return stored.filter(({ kind }) => kind === 'ledger').map((event) => decodeEvent(registry, event));
  }

  /** What the views would give the recovery process: made, and not settled. */
  async pending(): Promise<Pending[]> {
    const open = new Map<string, Pending>();
    for (const { kind, stream, json } of await this.store.inner.readAll(BEGINNING, 100_000)) {
      if (kind !== 'system') continue;
      const { type, reservation, owner } = JSON.parse(json) as ReservationEvent;
      if (type === 'ReservationMade') open.set(reservation, { pool: stream, reservation, owner });
      else open.delete(reservation);
    }
    return [...open.values()];
  }

  /** What is held in a pool, worked out from the stored text alone. */
  async held(pool: string): Promise<number> {
    const held = new Map<string, number>();
    for (const { json } of await this.store.inner.readStream(pool)) {
      const { type, reservation, amount } = JSON.parse(json) as ReservationEvent;
      if (type === 'ReservationMade') held.set(reservation, amount);
      if (type === 'ReservationReleased') held.delete(reservation);
    }
    return [...held.values()].reduce((sum, amount) => sum + amount, 0);
  }

  async recoverAll(): Promise<string[]> {
    const ends: string[] = [];
    for (const pending of await this.pending()) ends.push(await this.ledger.recover(pending));
    return ends;
  }
}

/** The id of what a named create made. */
export function createdBy(name: string): string {
  return subjectIdOf(id(name));
}

/** For commands about lodges instead of counters. */
export const lodgeRequest = { aggregate: lodge as Aggregate<any> };
