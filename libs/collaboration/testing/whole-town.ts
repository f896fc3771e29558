import { actors as agreementActors, AgreementWorld, deKade, made } from '../agreements/agreement/agreement.fixture.js';
import { actors, DecisionWorld, department, municipality, welzijn, withMandates } from '../decisions/decision/decision.fixture.js';
import { actors as partners, deBrug, posts } from '../parties/partnership/partnership.fixture.js';
import { projections } from '../projections.js';
import { ADMINISTRATOR, LedgerHarness } from './ledger-harness.js';
import { people } from './small-town.js';

const SINCE = '2020-01-01';

/**
 * One ledger with whomever the fixtures of the aggregates know, under the same names, and one of everything to go on with: the
 * mandates M-A and M-B, decision D, partnership P, responsibility R, network N, development V and the concluded agreement A.
 */
export async function foundWholeTown(): Promise<AgreementWorld> {
  const decisions = await DecisionWorld.create(new LedgerHarness(projections));
  await withMandates(decisions);
  await decisions.propose('D', actors.director, { amountCents: 2_000_000 });
  const town = new AgreementWorld(decisions.ledger);
  await others(town);
  await together(town);
  await agreed(town);
  return town;
}

/** Parties and posts that the fixture of decisions does not have. */
async function others(town: AgreementWorld): Promise<void> {
  const party = (name: string, kind: string, more: object = {}) =>
    town.records(ADMINISTRATOR, 'RegisterParty', { name, kind, from: SINCE, ...more }, name);
  await party('mayor', 'MAYOR', { partOf: municipality, administrativeBody: 'Gemeentewet 6' });
  await party('de-kade', 'RESIDENTS_GROUP');
  await party('meetlat', 'ADVISER');
  await party('zorgcooperatie', 'SOCIAL_ORGANISATION');
  const holders = {
    programme: [municipality, people.programme],
    secretary: [municipality, agreementActors.secretary],
    lawyer: [municipality, undefined],
    vacant: [municipality, undefined],
    welzijn: [welzijn, undefined],
    'welzijn director': [welzijn, people.welzijn],
    chair: [welzijn, agreementActors.welzijnChair],
    trekker: [deKade, agreementActors.deKade],
  } as const;
  for (const [name, [of, holder]] of Object.entries(holders)) {
    const post = await town.records(ADMINISTRATOR, 'EstablishPost', { name, party: of, from: SINCE }, `post ${name}`);
    if (holder) await town.records(ADMINISTRATOR, 'FillPost', { post, actor: holder.person, from: SINCE });
  }
  for (const [of, post] of [
    [welzijn, 'chair'],
    [deKade, 'trekker'],
  ] as const)
    await town.records(ADMINISTRATOR, 'NameRepresentative', { party: of, post: made(`post ${post}`), instrument: 'Statuten', from: SINCE });
}

/** What they have between them before anything happens. */
async function together(town: AgreementWorld): Promise<void> {
  const partnership = { partnership: made('P') };
  const purpose = { name: 'Samen Sterk', purpose: 'Ouder worden in Noord', invite: [welzijn, deBrug] };
  await town.records(partners.municipality, 'ProposePartnership', purpose, 'P');
  await town.records(partners.welzijn, 'JoinPartnership', partnership);
  await town.records(partners.deBrug, 'JoinPartnership', partnership);
  await town.records(partners.municipality, 'FormPartnership', { ...partnership, processOwner: { post: posts.programme } });

  const responsibility = { responsibility: made('R') };
  await town.records(people.manager, 'DefineResponsibility', { topic: 'Iets', steward: municipality }, 'R');
  await town.records(people.manager, 'AssignAccountable', { ...responsibility, post: made('post manager') });
  await town.records(people.manager, 'AcceptResponsibility', { ...responsibility, assignment: 1 });

  await town.records(people.welzijn, 'NoteNetwork', { name: 'Eetclub', topics: ['ontmoeten'], parties: [deBrug, department] }, 'N');
  const need = { need: 'Leren loslaten', party: municipality, functions: ['wijkregisseur'], parties: [welzijn] };
  await town.records(people.manager, 'NameDevelopmentNeed', need, 'V');
}

/** A subsidy with an agreement between the municipality and Welzijn. */
async function agreed(town: AgreementWorld): Promise<void> {
  const attribution = (holderParty: string, code: string, article: string) =>
    town.records(ADMINISTRATOR, 'RecordAttribution', { holderParty, powers: [{ code, legalBasis: [article] }], from: SINCE });
  await attribution(made('college'), 'overeenkomst', 'Gemeentewet 160');
  await attribution(made('mayor'), 'vertegenwoordigen', 'Gemeentewet 171');
  const procuration = {
    ...{ kind: 'powerOfAttorney', body: made('mayor'), holderPost: made('post secretary'), powers: [{ code: 'vertegenwoordigen' }] },
    ...{ limits: [{ amountCents: 25_000_000 }], from: '2025-01-13', instrument: { reference: 'gmb-2025-3', date: '2025-01-13' } },
  };
  await town.records(agreementActors.mayor, 'GrantMandate', procuration, 'M-V');
  await town.propose('A');
  await town.conclude('A');
}
