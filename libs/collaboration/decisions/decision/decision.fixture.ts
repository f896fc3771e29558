import type { Actor } from '../../../ledger/aggregate.js';
import type { LedgerEvent } from '../../../ledger/envelope.js';
import type { Outcome } from '../../../ledger/execution.js';
import type { ViewRow } from '../../../views/view-definition.js';
import * as granting from '../../authority/mandate/granting.commands.js';
import * as grantRules from '../../authority/mandate/granting.decider.js';
import * as consentRules from '../../authority/mandate/consent.decider.js';
import * as endingRules from '../../authority/mandate/ending.decider.js';
import * as endings from '../../authority/mandate/ending.commands.js';
import * as mandateCommands from '../../authority/mandate/mandate.commands.js';
import * as mandateRules from '../../authority/mandate/mandate.decider.js';
import { mandateProjection } from '../../authority/mandate/mandate.view.js';
import { NameRepresentative, RegisterParty } from '../../parties/party/party.commands.js';
import { nameRepresentative, registerParty } from '../../parties/party/party.decider.js';
import { partyProjection } from '../../parties/party/party.view.js';
import { FillPost, EstablishPost, NameDeputy, VacatePost } from '../../parties/post/post.commands.js';
import { fillPost, nameDeputy, vacatePost } from '../../parties/post/occupancy.decider.js';
import { establishPost } from '../../parties/post/post.decider.js';
import { postProjection } from '../../parties/post/post.view.js';
import type { CommandInput } from '../../registration/command-input.js';
import { id, LedgerHarness, registrar, subjectIdOf, type Bound } from '../../testing/ledger-harness.js';
import { decisionCommands } from './decision.bindings.js';
import type * as commands from './decision.commands.js';
import type { DecisionState } from './decision-state.js';
import { decision } from './decision.js';
import { decisionProjection } from './decision.view.js';

const bound = {
  party: [RegisterParty, registerParty, 'party'] satisfies Bound<RegisterParty>,
  represent: [NameRepresentative, nameRepresentative, 'party'] satisfies Bound<NameRepresentative>,
  post: [EstablishPost, establishPost, 'post'] satisfies Bound<EstablishPost>,
  fill: [FillPost, fillPost, 'post'] satisfies Bound<FillPost>,
  vacate: [VacatePost, vacatePost, 'post'] satisfies Bound<VacatePost>,
  deputy: [NameDeputy, nameDeputy, 'post'] satisfies Bound<NameDeputy>,
  attribution: [granting.RecordAttribution, grantRules.recordAttribution, 'mandate'] satisfies Bound<granting.RecordAttribution>,
  grant: [granting.GrantMandate, grantRules.grantMandate, 'mandate'] satisfies Bound<granting.GrantMandate>,
  subGrant: [granting.GrantSubMandate, grantRules.grantSubMandate, 'mandate'] satisfies Bound<granting.GrantSubMandate>,
  register: [granting.RegisterMandate, grantRules.registerMandate, 'mandate'] satisfies Bound<granting.RegisterMandate>,
  instruct: [mandateCommands.GiveInstruction, mandateRules.giveInstruction, 'mandate'] satisfies Bound<mandateCommands.GiveInstruction>,
  consent: [mandateCommands.ConsentToMandate, consentRules.consentToMandate, 'mandate'] satisfies Bound<mandateCommands.ConsentToMandate>,
  revoke: [endings.RevokeMandate, endingRules.revokeMandate, 'mandate'] satisfies Bound<endings.RevokeMandate>,
};

/** What a named create makes. */
export const made = (name: string) => subjectIdOf(id(name));

export const [municipality, council, college, department, welzijn, deBrug] = [
  'municipality',
  'council',
  'college',
  'department',
  'welzijn',
  'de-brug',
].map(made) as [string, string, string, string, string, string];
export const posts = { director: made('post director'), manager: made('post manager'), welzijnDirector: made('post welzijn-director') };
const person = (name: string, party: string): Actor => ({ person: id(name), party, role: 'member' });

export const actors = {
  registrar: { ...registrar('registry'), party: municipality } as Actor,
  college: person('college', college),
  council: person('council', council),
  director: person('director', municipality),
  manager: person('manager', municipality),
  deputy: person('deputy', municipality),
  clerk: person('clerk', municipality),
  welzijnDirector: person('welzijn-director', welzijn),
  welzijnBoard: person('welzijn-board', welzijn),
  deBrug: person('de-brug', deBrug),
  ledger: { person: id('ledger'), party: null, role: 'administrator' } as Actor,
};

/** What a decision is about when the test does not say. */
export const SUBSIDY = {
  subject: 'Subsidie dagactiviteiten',
  nature: 'INDIVIDUAL_DECISION',
  power: 'subsidie-welzijn',
  body: college,
  beneficiary: welzijn,
} as const;
/** What makes a decision under mandate final. */
export const FINAL = {
  motivation: 'Past in het beleid',
  legalGround: ['Algemene subsidieverordening art. 3'],
  words: 'Namens het college van Rivierenoord, de directeur Sociaal Domein',
};
export const ADOPTED = { present: [id('burgemeester'), id('wethouder-1'), id('wethouder-2')], withoutVote: true };
export const GENERAL = {
  kind: 'mandate',
  scope: 'GENERAL',
  instrument: { reference: 'gmb-2025-1', date: '2025-01-13', sha256: 'a'.repeat(64) },
} as const;

type Commands = typeof commands;
type CommandName = {
  [Name in keyof Commands]: Commands[Name] extends new () => CommandInput ? Name : never;
}[keyof Commands];
type InputOf<Name extends CommandName> = Commands[Name] extends new () => infer C ? Partial<C> : never;

/** Rivierenoord with its college, its director and team manager, and a foundation; decisions by command name. */
export class DecisionWorld {
  private constructor(readonly ledger: LedgerHarness) {}

  /** On a ledger of its own, or on one that knows more aggregates. */
  static async create(
    ledger = new LedgerHarness([partyProjection, postProjection, mandateProjection, decisionProjection]),
  ): Promise<DecisionWorld> {
    const world = new DecisionWorld(ledger);
    await world.found();
    return world;
  }

  on(date: string): this {
    this.ledger.on(date);
    return this;
  }

  /** Runs a command on decisions. */
  do<Name extends CommandName>(actor: Actor, name: Name, input: InputOf<Name>, commandName?: string): Promise<Outcome> {
    const found = decisionCommands.find(({ command }) => command.name === name);
    if (!found) throw new Error(`no command ${name}`);
    return this.ledger.execute(
      actor,
      [found.command, found.rule, decision.name] as Bound<CommandInput>,
      input as Partial<CommandInput>,
      commandName,
    );
  }

  /** Proposes a decision; its id is `made(name)`. */
  async propose(name: string, actor: Actor, input: InputOf<'ProposeDecision'> = {}): Promise<string> {
    await this.do(actor, 'ProposeDecision', { ...SUBSIDY, ...input }, name);
    return made(name);
  }

  run<C extends CommandInput>(actor: Actor, command: Bound<C>, input: Partial<C>, commandName?: string): Promise<Outcome> {
    return this.ledger.execute(actor, command, input, commandName);
  }

  /** A general mandate of the college. */
  async grant(name: string, input: Partial<granting.GrantMandate>, actor: Actor = actors.college): Promise<string> {
    expectRecorded(await this.run(actor, bound.grant, { ...GENERAL, body: college, ...input }, name));
    return made(name);
  }

  async subGrant(name: string, actor: Actor, input: Partial<granting.GrantSubMandate>): Promise<string> {
    const { instrument } = GENERAL;
    expectRecorded(await this.run(actor, bound.subGrant, { scope: 'GENERAL', instrument, ...input }, name));
    return made(name);
  }

  /** What is given back, or confirmed, after the answer to a command has been done. */
  async settled(): Promise<void> {
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  state(entity: string): Promise<DecisionState> {
    return this.ledger.state(decision, entity);
  }

  async rows(table: string, entity: string): Promise<readonly (Omit<ViewRow, 'doc'> & { readonly doc: unknown })[]> {
    const state = await this.state(entity);
    return (
      decisionProjection.tables
        .find(({ name }) => name === table)
        ?.rows(state, entity)
        .map((row) => ({ ...row, doc: row.doc() })) ?? []
    );
  }

  async eventsOf(entity: string): Promise<LedgerEvent[]> {
    return (await this.ledger.events()).filter(({ envelope }) => envelope.stream === `decision-${entity}`);
  }

  private async found(): Promise<void> {
    const { registrar: keeper } = actors;
    const party = (name: string, input: Partial<RegisterParty>) =>
      this.run(keeper, bound.party, { name, from: '2020-01-01', ...input }, name);
    await party('municipality', { name: 'Rivierenoord', kind: 'MUNICIPALITY' });
    await party('council', { name: 'Raad van Rivierenoord', kind: 'COUNCIL', partOf: municipality, administrativeBody: 'Gemeentewet 6' });
    await party('college', {
      name: 'College van Rivierenoord',
      kind: 'COLLEGE',
      partOf: municipality,
      administrativeBody: 'Gemeentewet 6',
    });
    await party('department', { name: 'Sociaal Domein', kind: 'DEPARTMENT', partOf: municipality });
    await party('welzijn', { name: 'Stichting Welzijn Rivierenoord', kind: 'SUBSIDISED_INSTITUTION' });
    await party('de-brug', { name: 'Woonstichting De Brug', kind: 'HOUSING_ASSOCIATION' });
    await this.post('director', department, actors.director);
    await this.post('manager', department, actors.manager);
    await this.post('welzijn-director', welzijn, actors.welzijnDirector);
    await this.post('welzijn-chair', welzijn, actors.welzijnBoard);
    await this.run(keeper, bound.represent, {
      party: welzijn,
      post: made('post welzijn-chair'),
      instrument: 'Statuten art. 9',
      from: '2024-01-01',
    });
    const power = (code: string, article: string) => ({ code, legalBasis: [article] });
    const powers = [
      power('subsidie-welzijn', 'Algemene subsidieverordening art. 3'),
      power('toegang-dagactiviteiten', 'Verordening Wmo art. 7'),
    ];
    expectRecorded(await this.run(keeper, bound.attribution, { holderParty: college, powers, from: '2025-01-06' }, 'attribution'));
  }

  private async post(name: string, party: string, actor: Actor): Promise<void> {
    const { registrar: keeper } = actors;
    await this.run(keeper, bound.post, { name, party, from: '2024-01-01' }, `post ${name}`);
    expectRecorded(await this.run(keeper, bound.fill, { post: made(`post ${name}`), actor: actor.person, from: '2024-01-01' }));
  }
}

/** The two mandates of the story: M-A of the director, M-B under it of the team manager. */
export async function withMandates(world: DecisionWorld): Promise<{ mA: string; mB: string }> {
  world.on('2025-01-13');
  const powers = [{ code: 'subsidie-welzijn' }];
  const mA = await world.grant('M-A', {
    ...{ holderPost: posts.director, powers, limits: [{ amountCents: 10_000_000 }], from: '2025-01-01', subMandateAllowed: true },
    retroactiveReason: 'Aansluitend op het begrotingsjaar',
  });
  const mB = await world.subGrant('M-B', actors.director, {
    parent: mA,
    holderPost: posts.manager,
    powers,
    limits: [{ amountCents: 2_500_000 }],
    from: '2025-01-13',
  });
  return { mA, mB };
}

export { bound };

function expectRecorded(outcome: Outcome): void {
  if (outcome.kind === 'refused') throw new Error(`${outcome.refusal.ruleId}: ${outcome.refusal.detail.en}`);
}

/** The types of the events, or the rule that refused. */
export function said(outcome: Outcome): string[] | [ruleId: string, legalBasis: string | null] {
  return outcome.kind === 'refused' ? [outcome.refusal.ruleId, outcome.refusal.legalBasis] : outcome.events.map(({ type }) => type);
}
