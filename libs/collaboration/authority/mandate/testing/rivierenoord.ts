import type { Actor } from '../../../../ledger/aggregate.js';
import type { Outcome } from '../../../../ledger/execution.js';
import { verdictOf, type Verdict } from '../../../../law/verdict.js';
import { type Bound, id, LedgerHarness, subjectIdOf } from '../../../testing/ledger-harness.js';
import { NameRepresentative, RegisterParty } from '../../../parties/party/party.commands.js';
import { nameRepresentative, registerParty } from '../../../parties/party/party.decider.js';
import { partyProjection } from '../../../parties/party/party.view.js';
import { fillPost, nameDeputy } from '../../../parties/post/occupancy.decider.js';
import { post } from '../../../parties/post/post.js';
import { AbolishPost, EstablishPost, FillPost, NameDeputy, SucceedPost } from '../../../parties/post/post.commands.js';
import { abolishPost, establishPost, succeedPost } from '../../../parties/post/post.decider.js';
import { postProjection } from '../../../parties/post/post.view.js';
import { chainOf, linkOf } from '../authority-chain.js';
import * as consent from '../consent.decider.js';
import * as ending from '../ending.decider.js';
import * as granting from '../granting.decider.js';
import * as grants from '../granting.commands.js';
import { mandate, type MandateState } from '../mandate.js';
import * as endings from '../ending.commands.js';
import * as commands from '../mandate.commands.js';
import * as changes from '../mandate.decider.js';
import { mandateProjection } from '../mandate.view.js';

const party = {
  register: [RegisterParty, registerParty, 'party'] satisfies Bound<RegisterParty>,
  represent: [NameRepresentative, nameRepresentative, 'party'] satisfies Bound<NameRepresentative>,
};
export const posts = {
  establish: [EstablishPost, establishPost, 'post'] satisfies Bound<EstablishPost>,
  fill: [FillPost, fillPost, 'post'] satisfies Bound<FillPost>,
  deputy: [NameDeputy, nameDeputy, 'post'] satisfies Bound<NameDeputy>,
  succeed: [SucceedPost, succeedPost, 'post'] satisfies Bound<SucceedPost>,
  abolish: [AbolishPost, abolishPost, 'post'] satisfies Bound<AbolishPost>,
};
export const bound = {
  attribution: [grants.RecordAttribution, granting.recordAttribution, 'mandate'] satisfies Bound<grants.RecordAttribution>,
  grant: [grants.GrantMandate, granting.grantMandate, 'mandate'] satisfies Bound<grants.GrantMandate>,
  sub: [grants.GrantSubMandate, granting.grantSubMandate, 'mandate'] satisfies Bound<grants.GrantSubMandate>,
  propose: [grants.ProposeMandate, granting.proposeMandate, 'mandate'] satisfies Bound<grants.ProposeMandate>,
  grantProposed: [grants.GrantProposedMandate, granting.grantProposedMandate, 'mandate'] satisfies Bound<grants.GrantProposedMandate>,
  register: [grants.RegisterMandate, granting.registerMandate, 'mandate'] satisfies Bound<grants.RegisterMandate>,
  consent: [commands.ConsentToMandate, consent.consentToMandate, 'mandate'] satisfies Bound<commands.ConsentToMandate>,
  refuse: [commands.RefuseConsent, consent.refuseConsent, 'mandate'] satisfies Bound<commands.RefuseConsent>,
  registerConsent: [commands.RegisterConsent, consent.registerConsent, 'mandate'] satisfies Bound<commands.RegisterConsent>,
  allowSub: [commands.AllowSubMandate, changes.allowSubMandate, 'mandate'] satisfies Bound<commands.AllowSubMandate>,
  amend: [commands.AmendMandate, changes.amendMandate, 'mandate'] satisfies Bound<commands.AmendMandate>,
  instruct: [commands.GiveInstruction, changes.giveInstruction, 'mandate'] satisfies Bound<commands.GiveInstruction>,
  ask: [commands.RequestInformation, changes.requestInformation, 'mandate'] satisfies Bound<commands.RequestInformation>,
  answer: [commands.GiveInformation, changes.giveInformation, 'mandate'] satisfies Bound<commands.GiveInformation>,
  makeKnown: [commands.MakeMandateKnown, changes.makeMandateKnown, 'mandate'] satisfies Bound<commands.MakeMandateKnown>,
  correct: [commands.CorrectMandate, changes.correctMandate, 'mandate'] satisfies Bound<commands.CorrectMandate>,
  suspend: [endings.SuspendMandate, ending.suspendMandate, 'mandate'] satisfies Bound<endings.SuspendMandate>,
  resume: [endings.ResumeMandate, ending.resumeMandate, 'mandate'] satisfies Bound<endings.ResumeMandate>,
  revoke: [endings.RevokeMandate, ending.revokeMandate, 'mandate'] satisfies Bound<endings.RevokeMandate>,
  registerRevocation: [endings.RegisterRevocation, ending.registerRevocation, 'mandate'] satisfies Bound<endings.RegisterRevocation>,
  noteEnd: [endings.NoteMandateEnd, ending.noteMandateEnd, 'mandate'] satisfies Bound<endings.NoteMandateEnd>,
};

/** Id of what a named create makes. */
export const made = (name: string): string => subjectIdOf(id(name));

export const municipality = made('municipality');
export const [college, mayor, council, welzijn] = ['college', 'mayor', 'council', 'welzijn'].map(made) as [string, string, string, string];
export const [director, manager, secretary, clerk] = ['director', 'manager', 'secretary', 'clerk of the council'].map(made) as [
  string,
  string,
  string,
  string,
];
export const [welzijnDirector, welzijnChair] = ['director of Welzijn', 'chair of Welzijn'].map(made) as [string, string];

const as = (person: string, speaksFor: string, role: Actor['role'] = 'member'): Actor => ({ person: id(person), party: speaksFor, role });
export const actors = {
  college: as('the college', college),
  mayor: as('the mayor', mayor),
  council: as('the council', council),
  registrar: as('the registrar', municipality, 'registrar'),
  secretary: as('anna', municipality),
  director: as('bob', municipality),
  manager: as('cas', municipality),
  clerk: as('griffier', municipality),
  welzijnDirector: as('dia', welzijn),
  welzijnChair: as('eva', welzijn),
  deBrug: as('fred', made('de brug')),
};

export const INSTRUMENT = { reference: 'gmb-2025-1', sha256: 'a'.repeat(64), date: '2025-01-13' };
export const powers = (...codes: string[]) => codes.map((code) => ({ code }));

/** Rivierenoord with its bodies, posts and attributions on 2025-01-06 (scenario step 0). */
export async function rivierenoord(): Promise<LedgerHarness> {
  const ledger = new LedgerHarness([partyProjection, postProjection, mandateProjection]);
  const keeper = { ...actors.registrar };
  const register = (input: Partial<RegisterParty>, name: string) =>
    ledger.execute(keeper, party.register, { from: '2020-01-01', ...input }, name);
  await register({ name: 'Rivierenoord', kind: 'MUNICIPALITY' }, 'municipality');
  await register({ name: 'College', kind: 'COLLEGE', partOf: municipality, administrativeBody: 'Gemeentewet 6' }, 'college');
  await register({ name: 'Burgemeester', kind: 'MAYOR', partOf: municipality, administrativeBody: 'Gemeentewet 6' }, 'mayor');
  await register({ name: 'Raad', kind: 'COUNCIL', partOf: municipality, administrativeBody: 'Gemeentewet 6' }, 'council');
  await register({ name: 'Stichting Welzijn', kind: 'SUBSIDISED_INSTITUTION' }, 'welzijn');
  await register({ name: 'De Brug', kind: 'HOUSING_ASSOCIATION' }, 'de brug');
  const establish = async (name: string, belongsTo: string, actor: Actor, registry = false) => {
    await ledger.execute(keeper, posts.establish, { name, party: belongsTo, registry, from: '2020-01-01' }, name);
    await ledger.execute(keeper, posts.fill, { post: made(name), actor: actor.person, from: '2020-01-01' });
  };
  await establish('director', municipality, actors.director);
  await establish('manager', municipality, actors.manager);
  await establish('secretary', municipality, actors.secretary);
  await establish('clerk of the council', municipality, actors.clerk, true);
  await establish('director of Welzijn', welzijn, actors.welzijnDirector);
  await establish('chair of Welzijn', welzijn, actors.welzijnChair);
  await ledger.execute(actors.welzijnChair, party.represent, {
    party: welzijn,
    post: welzijnChair,
    instrument: 'Statuten',
    from: '2020-01-01',
  });
  const attribute = (holderParty: string, code: string, article: string) =>
    ledger.execute(
      keeper,
      bound.attribution,
      { holderParty, powers: [{ code, legalBasis: [article] }], from: '2020-01-01' },
      `attribution ${code}`,
    );
  await attribute(college, 'subsidie-welzijn', 'Algemene subsidieverordening 3');
  await attribute(college, 'overeenkomst', 'Gemeentewet 160');
  await attribute(college, 'toegang-dagactiviteiten', 'Verordening maatschappelijke ondersteuning 7');
  await attribute(mayor, 'vertegenwoordigen', 'Gemeentewet 171');
  return ledger;
}

/** M-A of the scenario, granted on 2025-01-13. */
export async function withMandateA(): Promise<LedgerHarness> {
  const ledger = (await rivierenoord()).on('2025-01-13');
  await ledger.execute(actors.college, bound.grant, mandateA, 'M-A');
  return ledger;
}

export const mandateA: Partial<grants.GrantMandate> = {
  kind: 'mandate',
  body: college,
  holderPost: director,
  powers: powers('subsidie-welzijn'),
  limits: [{ amountCents: 10_000_000 }],
  from: '2025-01-01',
  subMandateAllowed: true,
  instrument: INSTRUMENT,
  retroactiveReason: 'Vastgesteld in de eerste vergadering van het jaar',
};

export const mandateB: Partial<grants.GrantSubMandate> = {
  parent: made('M-A'),
  holderPost: manager,
  powers: powers('subsidie-welzijn'),
  limits: [{ amountCents: 2_500_000 }],
  from: '2025-01-13',
  instrument: INSTRUMENT,
};

/** What an outcome says, in one line: the events, or the rule and its article. */
export function said(outcome: Outcome): readonly string[] {
  if (outcome.kind === 'recorded') return outcome.events.map(({ type }) => type);
  const { ruleId, legalBasis } = outcome.refusal;
  return [ruleId, legalBasis ?? 'own rule', ...('recordedAs' in outcome && outcome.recordedAs ? ['recorded'] : [])];
}

export function stateOf(ledger: LedgerHarness, name: string): Promise<MandateState> {
  return ledger.state(mandate, made(name));
}

/** Could the holder of a mandate decide this on a date, as the ledger knows it now? */
export async function couldDecide(
  ledger: LedgerHarness,
  name: string,
  question: { power: string; amountCents: number; onDate: string },
): Promise<Verdict> {
  const loaded = await everything(ledger);
  const chain = chainOf(made(name), loaded);
  const holdings = [...loaded.mandates.values()]
    .flatMap((state) => linkOf(state, loaded) ?? [])
    .filter(({ kind }) => kind === 'attribution' || kind === 'delegation');
  return verdictOf({ body: chain[0]?.grantor ?? '', chain, holdings, question: { ...question, areaCode: null } });
}

/** All mandates and posts as loaded streams. */
async function everything(ledger: LedgerHarness) {
  const streams = new Set((await ledger.events()).map(({ envelope }) => envelope.stream));
  const states = new Map<string, unknown>();
  const mandates = new Map<string, MandateState>();
  for (const stream of streams) {
    const [aggregate, entity] = [stream.slice(0, stream.indexOf('-')), stream.slice(stream.indexOf('-') + 1)];
    if (aggregate === mandate.name) mandates.set(entity, await ledger.state(mandate, entity));
    if (aggregate === post.name) states.set(stream, await ledger.state(post, entity));
  }
  for (const [entity, state] of mandates) states.set(`mandate-${entity}`, state);
  return {
    mandates,
    of: <State>({ name, initial }: { name: string; initial: State }, entity: string) => {
      const state = states.get(`${name}-${entity}`) as State | undefined;
      return { exists: state !== undefined, state: state ?? initial, revision: 0, pin: undefined };
    },
    found: () => [],
  };
}
