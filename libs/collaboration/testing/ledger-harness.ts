import type { Type } from '@nestjs/common';
import { freshStore } from '../../event-stores/contract/each-store.js';
import type { Actor, CommandRule, Lookup } from '../../ledger/aggregate.js';
import { decodeEvent } from '../../ledger/codec.js';
import type { LedgerEvent } from '../../ledger/envelope.js';
import { BEGINNING } from '../../ledger/event-store.js';
import { Ledger, type Outcome } from '../../ledger/execution.js';
import { nameId, parseStream } from '../../ledger/ids.js';
import { Registry } from '../../ledger/registry.js';
import type { SealedText } from '../../ledger/sealing.js';
import { showCheck } from '../../views/row-changes.js';
import type { Projection } from '../../views/view-definition.js';
import { bindCommand } from '../registration/bind-command.js';
import type { CommandInput } from '../registration/command-input.js';

const NAMES = '6f0c9d6e-3c7b-5a55-9c1e-0d6d2b7f6a01';

/** A stable UUID for a readable name, so that tests say `id('college')`. */
export function id(name: string): string {
  return nameId(NAMES, name);
}

export const ADMINISTRATOR: Actor = { person: id('administrator'), party: null, role: 'administrator' };

export function member(party: string, person = `${party} person`): Actor {
  return { person: id(person), party: id(party), role: 'member' };
}

export function registrar(party: string): Actor {
  return { person: id(`${party} registrar`), party: id(party), role: 'registrar' };
}

/** given events → when command → then events, over the real kernel on a store in memory, or on the one the suite runs on. */
export class LedgerHarness {
  readonly registry: Registry;
  readonly ledger: Ledger;
  /** The ledger's clock, for whatever else runs by it. */
  readonly clock = { now: () => this.instant };
  private instant = '2025-01-06T09:00:00.000Z';
  private commands = 0;

  /** A second harness on the store of a first one is a second process beside it: give its commands names of their own. */
  constructor(
    private readonly projections: readonly Projection[],
    readonly store = freshStore(),
    private readonly commandNames = 'command',
  ) {
    this.registry = new Registry(projections.map(({ aggregate }) => aggregate));
    this.ledger = new Ledger({
      store,
      registry: this.registry,
      clock: this.clock,
      keys: {
        prepare: async () => undefined,
        seal: (subject, text): SealedText => ({
          sealed: { subject, keyVersion: 1, nonce: '', text: Buffer.from(text).toString('base64url') },
        }),
        open: ({ sealed }) => ({ kind: 'text', text: Buffer.from(sealed.text, 'base64url').toString() }),
      },
      digestSecret: Buffer.from('test'),
      find: (lookup) => this.find(lookup),
      foldCheck: showCheck(projections),
    });
  }

  /** The ledger's date from here on. */
  on(date: string): this {
    return this.at(`${date}T09:00:00.000Z`);
  }

  /** The ledger's clock from here on. */
  at(instant: string): this {
    this.instant = instant;
    return this;
  }

  /** Executes a command; its id follows from its name, unless the input has one, and so does the id of what a create makes. */
  execute<C extends CommandInput>(
    actor: Actor,
    [command, rule, aggregate]: Bound<C>,
    input: Partial<C>,
    commandName = `${this.commandNames} ${(this.commands += 1)}`,
  ): Promise<Outcome> {
    const commandId = input.commandId ?? id(commandName);
    const found = this.registry.aggregate(aggregate);
    if (!found) throw new Error(`no aggregate ${aggregate}`);
    return this.ledger.execute({
      type: command.name,
      aggregate: found,
      rule,
      command: bindCommand(command, { ...input, commandId }),
      commandId,
      expectedRevision: input.expectedRevision,
      actor,
      actingFor: input.actingFor ?? actor.party,
      declaredNotBsn: input.declaredNotBsn,
    });
  }

  /** All events of the ledger, in order. */
  async events(): Promise<LedgerEvent[]> {
    const stored = await this.store.readAll(BEGINNING, 10_000);
    return stored.filter(({ kind }) => kind === 'ledger').map((event) => decodeEvent(this.registry, event));
  }

  async state<State>(aggregate: { name: string; initial: State }, entity: string): Promise<State> {
    const found = this.registry.aggregate(aggregate.name);
    if (!found) throw new Error(`no aggregate ${aggregate.name}`);
    return (await this.ledger.load(found, entity)).state as State;
  }

  private async find({ aggregate, table, where }: Lookup): Promise<string[]> {
    const entities = new Set(
      (await this.events())
        .map(({ envelope }) => parseStream(envelope.stream))
        .filter((ref) => ref.aggregate === aggregate)
        .map((ref) => ref.id),
    );
    const found: string[] = [];
    for (const entity of entities) {
      const rows = this.rowsOf(aggregate, entity, await this.state({ name: aggregate, initial: undefined }, entity)).get(table) ?? [];
      if (rows.some(({ columns }) => Object.entries(where).every(([column, value]) => columns[column] === value))) found.push(entity);
    }
    return found;
  }

  private rowsOf(aggregate: string, entity: string, state: unknown) {
    const projection = this.projections.find((one) => one.aggregate.name === aggregate);
    return new Map((projection?.tables ?? []).map((table) => [table.name, table.rows(state, entity)]));
  }
}

/** A command class, its rule and its aggregate's name. */
export type Bound<C extends CommandInput> = readonly [command: Type<C>, rule: CommandRule<any, C>, aggregate: string];

/** The id of the aggregate that a named create makes. */
export { subjectIdOf } from '../../ledger/ids.js';
