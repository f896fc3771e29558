import fc from 'fast-check';
import { actors as agreementActors } from '../agreements/agreement/agreement.fixture.js';
import { anyAgreementCommand } from '../agreements/agreement/any-agreement-command.fixture.js';
import { LIVE, REGISTERED, type Asked } from '../authority/responsibility/any-responsibility.fixture.js';
import { actors, ADOPTED, college, deBrug, FINAL, made, posts, SUBSIDY, welzijn } from '../decisions/decision/decision.fixture.js';
import type { Actor } from '../../ledger/aggregate.js';
import { addDays } from '../../ledger/local-date.js';
import { anyCommand as anyPartnershipCommand } from '../parties/partnership/any-partnership-command.fixture.js';
import { actors as partners } from '../parties/partnership/partnership.fixture.js';
import { id } from './ledger-harness.js';
import { people } from './small-town.js';

/** First day of the random part of a history; what it starts from was recorded before. */
export const FIRST_DAY = '2025-01-20';
const DAYS = 200;

/** A legal date around the history. */
export const anyDay = fc.integer({ min: -30, max: DAYS + 30 }).map((offset) => addDays(FIRST_DAY, offset));

export interface AnyCommand {
  readonly command: string;
  readonly who: Actor;
  /** `hash` stands for that of the last proposal of the agreement. */
  readonly input: object;
  /** Days since the command before. */
  readonly later: number;
}

/** A post that is established on the way, and decisions that are proposed or registered on the way. */
export const MADE_ON_THE_WAY = ['F-1', 'F-2', 'F-3', 'F-4'] as const;

const text = fc.constantFrom('Daarom', 'Anders', 'ü — 漢字');
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const always = fc.constant;
const period = { from: anyDay, until: maybe(anyDay) };
const person = fc.constantFrom('director', 'manager', 'somebody', 'somebody else').map(id);
const post = fc.constantFrom(...Object.values(posts), made('F-1'));
const party = fc.constantFrom(welzijn, deBrug, made('department'));
const mandate = fc.constantFrom(made('M-A'), made('M-B'), made('F-2'));
const decision = fc.constantFrom(made('D'), made('D'), made('F-3'), made('F-4'));
const instrument = always({ reference: 'gmb-2025-7', date: FIRST_DAY });
const limits = fc.array(fc.record({ amountCents: fc.integer({ min: 1, max: 10_000_000 }) }), { maxLength: 2 });
const revision = fc.nat(4);

type Said = fc.Arbitrary<Omit<AnyCommand, 'later'>>;

function commands(who: keyof typeof actors, inputs: Record<string, Record<string, fc.Arbitrary<unknown>>>): Said[] {
  return commandsOf([actors[who]], inputs);
}

function commandsOf(who: readonly Actor[], inputs: Record<string, Record<string, fc.Arbitrary<unknown>>>): Said[] {
  return Object.entries(inputs).map(([command, input]) =>
    fc.record({ command: always(command), who: fc.constantFrom(...who), input: fc.record(input) }),
  );
}

const aboutParties = commands('registrar', {
  AmendPartyDetails: { party, name: text, from: anyDay },
  CorrectParty: { party, revision, field: always('NAME'), value: text, reason: text },
  AddPartyIdentifier: { party, scheme: always('KVK'), value: fc.constantFrom('90000017', '90000025'), ...period },
  EndPartyIdentifier: { party, scheme: always('KVK'), value: fc.constantFrom('90000017', '90000025'), until: anyDay, reason: text },
  DescribeVision: { party, text, from: anyDay },
  DescribeConstituency: { party, text, from: anyDay },
  NameRepresentative: { party, post, instrument: text, ...period },
  EndRepresentative: { party: always(welzijn), post: always(made('post welzijn-chair')), until: anyDay, reason: text },
  DissolveParty: { party: always(deBrug), on: anyDay, reason: text },
});

const aboutPosts = commands('registrar', {
  EstablishPost: { name: text, party, from: anyDay, category: fc.boolean() },
  RenamePost: { post, name: text, from: anyDay },
  CorrectPost: { post, revision, name: text, reason: text },
  MovePost: { post, party, from: anyDay },
  FillPost: { post, actor: person, ...period },
  VacatePost: { post, actor: person, on: anyDay },
  NameDeputy: { post, actor: person, ...period },
  EndDeputy: { post, actor: person, on: anyDay },
  AppointActing: { post, actor: person, ...period },
  EndActing: { post, actor: person, on: anyDay },
  SucceedPost: { post: always(made('post manager')), by: post, from: anyDay },
  AbolishPost: { post: always(made('F-1')), from: anyDay, reason: text },
});

const byCollege = { mandate, instrument, retroactiveReason: text };
const aboutMandates = commands('college', {
  GrantMandate: {
    kind: always('mandate'),
    body: always(college),
    holderPost: fc.constantFrom(posts.director, posts.welzijnDirector),
    powers: always([{ code: 'subsidie-welzijn' }]),
    limits,
    instrument,
    retroactiveReason: text,
    ...period,
  },
  AmendMandate: { ...byCollege, limits, reason: text, ...period },
  SuspendMandate: { mandate, retroactiveReason: text, reason: text, ...period },
  ResumeMandate: { mandate, retroactiveReason: text, from: anyDay },
  RevokeMandate: { ...byCollege, from: anyDay },
  AllowSubMandate: { ...byCollege, from: anyDay },
  GiveInstruction: { mandate, text, ...period },
  RequestInformation: { mandate, question: text, due: anyDay },
  MakeMandateKnown: { mandate, publication: text },
  CorrectMandate: { mandate, revision, field: always('INSTRUMENT'), value: text, reason: text },
});

const consents = commands('welzijnDirector', {
  ConsentToMandate: { mandate: always(made('F-2')), as: always('holder') },
  RefuseConsent: { mandate: always(made('F-2')), as: always('holder'), reason: text },
});

const amountCents = fc.nat({ max: 9_000_000 });
const about = maybe(always(id('resident')));
const aboutDecisions = commands('director', {
  ProposeDecision: { ...fixed(SUBSIDY), amountCents, aboutPerson: about },
  AmendDecisionProposal: { decision, amountCents, reason: text },
  AddDecisionOption: { decision, text },
  SubmitDecisionView: { decision, text, anonymous: fc.boolean() },
  TakeDecision: { decision, mandate: always(made('M-A')), ...fixed(FINAL) },
  MakeDecisionKnown: { decision, manner: always('SENT'), remedy: text },
  WithdrawDecisionProposal: { decision, reason: text },
  WithdrawDecision: { decision, mandate: always(made('M-A')), reason: text },
});

const decidedByCollege = commands('college', {
  TakeDecision: { decision, ...fixed(FINAL), adoption: always(ADOPTED) },
  RatifyDecision: { decision, adoption: always(ADOPTED) },
  SignDecision: { decision },
  EnterDecisionIntoForce: { decision },
  LodgeObjection: { decision, grounds: text },
  DecideObjection: { decision, objection: always(1), outcome: fc.constantFrom('UNFOUNDED', 'FOUNDED'), motivation: text },
  ExpireDecision: { decision, from: anyDay, reason: text },
  CorrectDecision: { decision, field: fc.constantFrom('SUBJECT', 'WORDS'), value: text, reason: text },
});

const registeredDecisions = commands('registrar', {
  RegisterDecision: { ...fixed(SUBSIDY), amountCents, mandate: maybe(always(made('M-A'))), decidedOn: anyDay, source: text },
});

const aboutPartnerships: Said = anyPartnershipCommand.map(({ command, who, input }) => ({
  command,
  who: partners[who],
  input: { partnership: made('P'), ...input },
}));

const EVERYBODY = [people.manager, people.programme, people.welzijn, people.council, people.deBrug];
const aboutResponsibilities: Said = fc
  .tuple(fc.oneof(...([...LIVE, ...REGISTERED] as fc.Arbitrary<Asked>[])), fc.constantFrom(...EVERYBODY))
  .map(([{ command, who, named, input }, somebody]) => ({
    command,
    who: who === 'anybody' ? somebody : people[who],
    input: { responsibility: made('R'), ...input, ...named },
  }));

const network = always(made('N'));
const aboutNetworks = commandsOf([people.welzijn, people.deBrug, people.stranger], {
  AmendNetwork: { network, name: text, parties: maybe(fc.constantFrom([deBrug], [welzijn, deBrug])), from: anyDay },
  KeepNetworkContact: { network, text, on: maybe(anyDay) },
  CorrectNetwork: { network, revision, field: always('NAME'), value: text, reason: text },
  EndNetwork: { network, from: anyDay, reason: text },
});

const development = always(made('V'));
const functions = always(['wijkregisseur']);
const aboutDevelopments = commandsOf([people.manager, people.welzijn, people.deBrug], {
  HoldDevelopmentSession: { development, kind: always('COACHING'), about: text, functions, parties: always([deBrug]), on: maybe(anyDay) },
  AgreeChangeStep: { development, change: text, on: maybe(anyDay) },
  ReflectOnDevelopment: { development, text, step: maybe(always(1)) },
  CorrectDevelopment: { development, field: always('NEED'), value: text, reason: text },
});

const aboutAgreements: Said = anyAgreementCommand.map(({ command, who, input }) => ({
  command,
  who: agreementActors[who],
  input: { agreement: made('A'), ...input, ...('decision' in input ? { decision: made('F-4') } : {}) },
}));

const ABOUT: readonly (readonly Said[])[] = [
  aboutParties,
  aboutPosts,
  [...aboutMandates, ...consents],
  [...aboutDecisions, ...decidedByCollege, ...registeredDecisions],
  [aboutPartnerships],
  [aboutResponsibilities],
  aboutNetworks,
  aboutDevelopments,
  [aboutAgreements],
];

/** Any command on any aggregate, sensible or not. Creates are given the next name of `MADE_ON_THE_WAY` that suits. */
export const anyCommand: fc.Arbitrary<AnyCommand> = fc
  .tuple(fc.oneof(...ABOUT.map((group) => fc.oneof(...group))), fc.constantFrom(0, 0, 0, 1, 7, 20))
  .map(([command, later]) => ({ ...command, later }));

/** Under which name a command creates something, so that later commands can be about it. */
export function nameOf(command: string): (typeof MADE_ON_THE_WAY)[number] | undefined {
  return ({ EstablishPost: 'F-1', GrantMandate: 'F-2', ProposeDecision: 'F-3', RegisterDecision: 'F-4' } as const)[command];
}

function fixed(input: object): Record<string, fc.Arbitrary<unknown>> {
  return Object.fromEntries(Object.entries(input).map(([field, value]) => [field, always(value)]));
}
