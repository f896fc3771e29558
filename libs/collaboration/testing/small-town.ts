import type { Type } from '@nestjs/common';
import type { Actor } from '../../ledger/aggregate.js';
import { Fault } from '../../ledger/errors.js';
import type { Outcome } from '../../ledger/execution.js';
import { subjectIdOf } from '../../ledger/ids.js';
import type { Viewer, StoredRow, Condition } from '../../views/read-models.js';
import { InProcessViews } from '../../views/testing/in-process-views.js';
import type { Projection } from '../../views/view-definition.js';
import { RegisterParty } from '../parties/party/party.commands.js';
import { registerParty } from '../parties/party/party.decider.js';
import { partyProjection } from '../parties/party/party.view.js';
import { fillPost } from '../parties/post/occupancy.decider.js';
import { EstablishPost, FillPost } from '../parties/post/post.commands.js';
import { establishPost } from '../parties/post/post.decider.js';
import { postProjection } from '../parties/post/post.view.js';
import type { CommandInput } from '../registration/command-input.js';
import type { CommandBinding } from '../registration/registration.js';
import { ADMINISTRATOR, id, LedgerHarness, type Bound } from './ledger-harness.js';

/** The id of what a named command makes. */
export const made = (name: string): string => subjectIdOf(id(name));

const PREVIOUS = '2020-01-01';
const person = (name: string, party: string, role: Actor['role'] = 'member'): Actor => ({ person: id(name), party: made(party), role });

export const people = {
  administrator: ADMINISTRATOR,
  registrar: person('registrar', 'municipality', 'registrar'),
  manager: person('manager', 'municipality'),
  programme: person('programme', 'municipality'),
  council: person('council', 'council'),
  welzijn: person('welzijn director', 'welzijn'),
  deBrug: person('de brug', 'de-brug'),
  stranger: person('stranger', 'de-kade'),
};
export type PersonName = keyof typeof people;

/** A municipality with its council, two posts that are filled and one that is not, a foundation with its director, and two parties more. */
export class SmallTown {
  readonly ledger: LedgerHarness;
  private readonly projections: readonly Projection[];

  private constructor(
    more: readonly Projection[],
    private readonly bindings: readonly CommandBinding<any>[],
    private readonly aggregate: string,
  ) {
    this.projections = [...new Set([partyProjection, postProjection, ...more])];
    this.ledger = new LedgerHarness(this.projections);
  }

  /** With one aggregate more, whose commands are run by their name. */
  static async found(
    projection: Projection,
    bindings: readonly CommandBinding<any>[],
    others: readonly Projection[] = [],
  ): Promise<SmallTown> {
    const town = new SmallTown([projection, ...others], bindings, projection.aggregate.name);
    await town.settle();
    return town;
  }

  on(date: string): this {
    this.ledger.on(date);
    return this;
  }

  run(who: PersonName, command: string, input: object, name?: string): Promise<Outcome> {
    const binding = this.bindings.find((one) => one.command.name === command);
    if (!binding) throw new Error(`no command ${command}`);
    return this.ledger.execute(people[who], [binding.command, binding.rule, this.aggregate], input, name);
  }

  /** The rule that refused it, the types of its events, or the category of the fault. */
  async said(who: PersonName, command: string, input: object, name?: string): Promise<string> {
    try {
      const outcome = await this.run(who, command, input, name);
      return outcome.kind === 'refused' ? outcome.refusal.ruleId : outcome.events.map(({ type }) => type).join(' + ');
    } catch (error) {
      if (error instanceof Fault) return error.category;
      throw error;
    }
  }

  /** What the views show of the ledger as it is, asked at any moments. */
  async views<Answer>(ask: (rows: AskRows) => Promise<Answer>): Promise<Answer> {
    const views = new InProcessViews(this.ledger.store, this.projections, { batchEvents: 3, cachedStreams: 2 });
    try {
      await views.catchUp();
      const snapshot = views.snapshot();
      const answer = await ask(({ validAt, knownAt, viewer = EVERYTHING, ...query }) =>
        snapshot.rows({ ...query, asOf: { validAt, knownAt }, viewer }),
      );
      await snapshot.close();
      return answer;
    } finally {
      views.close();
    }
  }

  private async settle(): Promise<void> {
    const party = (name: string, kind: string, more: object = {}) =>
      this.given(RegisterParty, registerParty, 'party', { name, kind, from: PREVIOUS, ...more }, name);
    await party('municipality', 'MUNICIPALITY');
    await party('council', 'COUNCIL', { partOf: made('municipality'), administrativeBody: 'Gemeentewet 6' });
    await party('welzijn', 'SOCIAL_ORGANISATION');
    await party('de-brug', 'HOUSING_ASSOCIATION');
    await party('de-kade', 'RESIDENTS_GROUP');
    await this.post('manager', 'municipality', people.manager);
    await this.post('programme', 'municipality', people.programme);
    await this.post('welzijn director', 'welzijn', people.welzijn);
    await this.post('vacant', 'municipality');
  }

  private async post(name: string, party: string, holder?: Actor): Promise<void> {
    await this.given(EstablishPost, establishPost, 'post', { name, party: made(party), from: PREVIOUS }, `post ${name}`);
    if (holder)
      await this.given(FillPost, fillPost, 'post', { post: made(`post ${name}`), actor: holder.person, from: PREVIOUS }, `fill ${name}`);
  }

  private async given<C extends CommandInput>(
    command: Type<C>,
    rule: Bound<C>[1],
    aggregate: string,
    input: object,
    name: string,
  ): Promise<void> {
    const outcome = await this.ledger.execute(ADMINISTRATOR, [command, rule, aggregate], input as Partial<C>, name);
    if (outcome.kind === 'refused') throw new Error(outcome.refusal.detail.en);
  }
}

const EVERYTHING: Viewer = { party: null, seesAll: true };

export interface RowQuestion {
  readonly table: string;
  readonly validAt: string;
  /** Number of events that were known. */
  readonly knownAt: number;
  readonly viewer?: Viewer;
  readonly where?: readonly Condition[];
  readonly entities?: readonly string[];
}
export type AskRows = (question: RowQuestion) => Promise<readonly StoredRow[]>;
