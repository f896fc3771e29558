import type { Actor } from '../../../ledger/aggregate.js';
import type { Outcome } from '../../../ledger/execution.js';
import type { CommandInput } from '../../registration/command-input.js';
import { id, LedgerHarness, registrar, subjectIdOf, type Bound } from '../../testing/ledger-harness.js';
import * as partyCommands from '../party/party.commands.js';
import * as partyRules from '../party/party.decider.js';
import { partyProjection } from '../party/party.view.js';
import { AbolishPost, EstablishPost } from '../post/post.commands.js';
import { abolishPost, establishPost } from '../post/post.decider.js';
import { postProjection } from '../post/post.view.js';
import type * as forming from './forming.commands.js';
import type * as membership from './membership.commands.js';
import { partnership } from './partnership.js';
import { partnershipCommands } from './partnership.bindings.js';
import { partnershipProjection, type PartnershipDoc } from './partnership.view.js';
import type { PartnershipState } from './partnership-state.js';
import type * as roles from './roles.commands.js';
import type * as working from './working.commands.js';

export const bound = {
  party: [partyCommands.RegisterParty, partyRules.registerParty, 'party'] satisfies Bound<partyCommands.RegisterParty>,
  dissolve: [partyCommands.DissolveParty, partyRules.dissolveParty, 'party'] satisfies Bound<partyCommands.DissolveParty>,
  post: [EstablishPost, establishPost, 'post'] satisfies Bound<EstablishPost>,
  abolish: [AbolishPost, abolishPost, 'post'] satisfies Bound<AbolishPost>,
};

/** What a named create makes. */
export const made = (name: string) => subjectIdOf(id(name));

const NAMES = ['municipality', 'council', 'college', 'department', 'welzijn', 'de-brug', 'meetlat', 'zorgcooperatie'] as const;
export const [municipality, council, college, department, welzijn, deBrug, meetlat, zorgcooperatie] = NAMES.map(made) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];
export const posts = {
  programme: made('post programme'),
  director: made('post director'),
  lawyer: made('post lawyer'),
  welzijn: made('post welzijn'),
};
const person = (party: string, role: Actor['role'] = 'member'): Actor => ({ person: id(`${party} person`), party, role });

export const actors = {
  registrar: { ...registrar('registry'), party: municipality } as Actor,
  municipality: person(municipality),
  welzijn: person(welzijn),
  deBrug: person(deBrug),
  meetlat: person(meetlat),
  zorgcooperatie: person(zorgcooperatie),
  auditor: person(municipality, 'auditor'),
};

type Commands = typeof forming & typeof membership & typeof roles & typeof working;
export type CommandName = {
  [Name in keyof Commands]: Commands[Name] extends new () => CommandInput ? Name : never;
}[keyof Commands];
type InputOf<Name extends CommandName> = Commands[Name] extends new () => infer C ? Partial<C> : never;

const KINDS = {
  council: 'COUNCIL',
  college: 'COLLEGE',
  department: 'DEPARTMENT',
  welzijn: 'SUBSIDISED_INSTITUTION',
  'de-brug': 'HOUSING_ASSOCIATION',
  meetlat: 'ADVISER',
  zorgcooperatie: 'SOCIAL_ORGANISATION',
} as const;

/** Rivierenoord and its partners on the first day of the story, with nothing between them yet. */
export class PartnershipWorld {
  readonly ledger = new LedgerHarness([partyProjection, postProjection, partnershipProjection]);

  static async create(): Promise<PartnershipWorld> {
    const world = new PartnershipWorld();
    const { ledger } = world;
    const from = '2020-01-01';
    await ledger.execute(actors.registrar, bound.party, { name: 'Rivierenoord', kind: 'MUNICIPALITY', from }, 'municipality');
    for (const [name, kind] of Object.entries(KINDS)) {
      const part = ['council', 'college', 'department'].includes(name) ? { partOf: municipality } : {};
      await ledger.execute(actors.registrar, bound.party, { name, kind, from, ...part }, name);
    }
    for (const [name, party] of [
      ['programme', department],
      ['director', municipality],
      ['lawyer', municipality],
      ['welzijn', welzijn],
    ] as const)
      await ledger.execute(actors.registrar, bound.post, { name, party, from }, `post ${name}`);
    return world;
  }

  on(date: string): this {
    this.ledger.on(date);
    return this;
  }

  /** Runs a command; a create makes `made(commandName)`, and any other is about `made('P')` unless it says so. */
  do<Name extends CommandName>(actor: Actor, name: Name, input: InputOf<Name>, commandName?: string): Promise<Outcome> {
    const found = partnershipCommands.find(({ command }) => command.name === name);
    if (!found) throw new Error(`no command ${name}`);
    const about = found.rule.subject ? { partnership: made('P') } : {};
    return this.ledger.execute(
      actor,
      [found.command, found.rule, partnership.name] as Bound<CommandInput>,
      { ...about, ...input } as Partial<CommandInput>,
      commandName,
    );
  }

  /** Proposed by the municipality, and joined by Welzijn and De Brug. */
  async proposed(): Promise<this> {
    await this.do(
      actors.municipality,
      'ProposePartnership',
      { name: 'Samen Sterk', purpose: 'Ouder worden in Noord', invite: [welzijn, deBrug] },
      'P',
    );
    await this.do(actors.welzijn, 'JoinPartnership', {});
    await this.do(actors.deBrug, 'JoinPartnership', {});
    return this;
  }

  async formed(): Promise<this> {
    await this.proposed();
    await this.do(actors.municipality, 'FormPartnership', { processOwner: { post: posts.programme } });
    return this;
  }

  state(name = 'P'): Promise<PartnershipState> {
    return this.ledger.state(partnership, made(name));
  }

  /** What the API shows of it on a day, as known now. */
  async shown(on: string, name = 'P'): Promise<PartnershipDoc> {
    const rows = partnershipProjection.tables[0]?.rows(await this.state(name), made(name)) ?? [];
    return rows.find(({ validFrom, validTo }) => validFrom <= on && on < validTo)?.doc() as PartnershipDoc;
  }

  async findings(on: string, name = 'P'): Promise<string[]> {
    return (await this.shown(on, name)).findings.map(({ ruleId }) => ruleId);
  }
}

/** The rule that refused it, or the types of event that it led to. */
export function answerOf(outcome: Outcome): string | string[] {
  return outcome.kind === 'refused' ? outcome.refusal.ruleId : outcome.events.map(({ type }) => type.replace('Partnership', ''));
}
