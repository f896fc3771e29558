import { describe, expect, it } from '@jest/globals';
import { subjectIdOf } from '../../../libs/ledger/ids.js';
import { readMandateRegister } from '../../../libs/interop/mandate-register/read-register.js';
import { grantKey, postKey, type PlannedGrant, type RegisterReading } from '../../../libs/interop/mandate-register/register-reading.js';
import { planMandates, type MandatePlan } from './plan-mandates.js';
import type { RecordedGrant } from './recorded-grant.js';
import { mandateCommandId, organisationCommandId, postCommandId, type RegisterSituation } from './register-situation.js';

const MUNICIPALITY = { id: '6f1c1f3e-0d0f-4c53-9a30-111111111111', name: 'Gemeente Rivierenoord' };
const HEADER =
  'Nr;Soort;Bevoegdheid;Wettelijke grondslag;Bevoegd orgaan;Gemandateerde;Ondermandaat aan;Beperkingen;Ingangsdatum;Vindplaats';
const CONTRACTS =
  'A2.1;Volmacht;Overeenkomsten aangaan;Gemeentewet art. 160;Burgemeester en wethouders / Burgemeester;Directeur Sociaal Domein;Teammanager Wmo;Directeur t/m € 250.000, teammanager t/m € 50.000 per overeenkomst;01-01-2025;gmb-2024-500001';
const ELSEWHERE =
  'S3.1;Mandaat;Aanwijzen toezichthouders Wmo;Wmo 2015 art. 6.1;Burgemeester en wethouders;Directeur GGD regio;;Instemming vereist (Awb 10:4);01-04-2025;gmb-2025-101010';
const ELSEWHERE_WITH_SUB = ELSEWHERE.replace('Directeur GGD regio;;', 'Directeur GGD regio;Teamleider GGD;');
const TO_COLLEGE =
  'S2.3;Delegatie;Vaststellen van nadere regels;Gemeentewet art. 156;Gemeenteraad;Burgemeester en wethouders;;;01-01-2025;gmb-2024-480777';

function register(...rows: string[]): RegisterReading {
  const reading = readMandateRegister([HEADER, ...rows, ''].join('\n'));
  expect(reading.totals.reported).toBe(0);
  return reading;
}

function grantsOf({ rows }: RegisterReading): PlannedGrant[] {
  return rows.flatMap((row) => (row.kind === 'read' ? row.grants : []));
}

const EMPTY: RegisterSituation = {
  municipality: MUNICIPALITY,
  file: 'register.csv',
  attester: 'the administrator',
  bodies: {},
  posts: new Map(),
  organisations: new Map(),
  mandates: new Map(),
};

function inputs(plan: MandatePlan): any[] {
  return plan.rows.flatMap(({ mandates }) => mandates.flatMap(({ step }) => step?.input ?? []));
}

describe('planning a mandate register', () => {
  it('registers the bodies that grant and establishes the posts, with ids that follow from municipality and name', () => {
    const plan = planMandates(register(CONTRACTS), EMPTY);
    expect(plan.parties.map(({ command, input }) => ({ command, ...input }))).toEqual([
      expect.objectContaining({
        command: 'RegisterParty',
        kind: 'COLLEGE',
        name: 'College van burgemeester en wethouders van Rivierenoord',
        partOf: MUNICIPALITY.id,
      }),
      expect.objectContaining({
        command: 'RegisterParty',
        kind: 'MAYOR',
        name: 'Burgemeester van Rivierenoord',
        administrativeBody: 'Gemeentewet 6',
      }),
    ]);
    expect(plan.posts.map(({ id, input }) => [id, input])).toEqual(
      ['Directeur Sociaal Domein', 'Teammanager Wmo'].map((name) => {
        const commandId = postCommandId(MUNICIPALITY.id, { name, category: false, organisation: 'own' });
        return [subjectIdOf(commandId), expect.objectContaining({ commandId, name, party: MUNICIPALITY.id, from: '2025-01-01' })];
      }),
    );
  });

  it('makes each grant of a row a command, a sub-mandate under the id its parent will have', () => {
    const reading = register(CONTRACTS);
    const [director, team, byMayor] = inputs(planMandates(reading, EMPTY));
    const [first] = grantsOf(reading);
    expect(director).toMatchObject({
      kind: 'POWER_OF_ATTORNEY',
      limits: [{ amountCents: 25_000_000, per: 'ACT', vat: 'NOT_APPLICABLE' }],
      subMandateAllowed: true,
      consentsNeeded: [],
      instrument: { reference: 'gmb-2024-500001' },
      source: 'gmb-2024-500001, register.csv',
      attester: 'the administrator',
    });
    expect(director.parent).toBeUndefined();
    expect(team).toMatchObject({
      parent: subjectIdOf(mandateCommandId(MUNICIPALITY.id, first as PlannedGrant)),
      limits: [{ amountCents: 5_000_000 }],
    });
    expect(team.body).toBeUndefined();
    expect(byMayor.body).not.toBe(director.body);
  });

  it('gives the same ids every time, and other ids for another municipality', () => {
    const ids = (situation: RegisterSituation) =>
      planMandates(register(CONTRACTS), situation).rows.flatMap(({ mandates }) => mandates.map(({ id }) => id));
    expect(ids(EMPTY)).toEqual(ids(EMPTY));
    const elsewhere = ids({ ...EMPTY, municipality: { id: '6f1c1f3e-0d0f-4c53-9a30-222222222222', name: 'Elders' } });
    expect(new Set([...ids(EMPTY), ...elsewhere]).size).toBe(8);
  });

  it('names bodies and posts that are there already instead of making them again', () => {
    const post = { name: 'Directeur Sociaal Domein', category: false, organisation: 'own' } as const;
    const plan = planMandates(register(CONTRACTS), {
      ...EMPTY,
      bodies: { college: 'the college', mayor: 'the mayor' },
      posts: new Map([[postKey(post), 'the director']]),
    });
    expect(plan.parties).toEqual([]);
    expect(plan.posts.map(({ name }) => name)).toEqual(['Teammanager Wmo']);
    expect(inputs(plan)[0]).toMatchObject({ body: 'the college', holderPost: 'the director' });
  });

  it('puts a post elsewhere under an organisation of its own, and its sub-mandate with it', () => {
    const reading = register(ELSEWHERE_WITH_SUB);
    const plan = planMandates(reading, { ...EMPTY, bodies: { college: 'the college' } });
    const director = grantsOf(reading)[0]?.holder as PlannedGrant['holder'];
    const organisation = subjectIdOf(organisationCommandId(MUNICIPALITY.id, director));
    expect(plan.parties.map(({ id, input }) => [id, input])).toEqual([
      [
        organisation,
        expect.objectContaining({ name: 'Organisatie van Directeur GGD regio (niet geïdentificeerd)', kind: 'OTHER_PUBLIC_BODY' }),
      ],
    ]);
    expect(plan.posts.map(({ input }) => (input as { party?: string }).party)).toEqual([organisation, organisation]);
    expect(inputs(plan).map(({ consentsNeeded }) => consentsNeeded)).toEqual([['HOLDER', 'ORGANISATION'], []]);
  });

  it('lets a body that receives hold by itself, without a post', () => {
    const plan = planMandates(register(TO_COLLEGE), { ...EMPTY, bodies: { council: 'the council', college: 'the college' } });
    expect(plan.posts).toEqual([]);
    expect(inputs(plan)).toEqual([
      expect.objectContaining({
        kind: 'DELEGATION',
        body: 'the council',
        holderParty: 'the college',
        statutoryBasis: 'Gemeentewet art. 156',
      }),
    ]);
  });

  it('needs for each step what must be there before it', () => {
    const plan = planMandates(register(CONTRACTS), EMPTY);
    const made = new Set([...plan.parties, ...plan.posts].map(({ id }) => id));
    const [parent, sub] = plan.rows[0]?.mandates ?? [];
    expect(parent?.step?.needs.every((id) => made.has(id))).toBe(true);
    expect(sub?.step?.needs).toContain(parent?.id);
  });
});

describe('a register that was imported before', () => {
  const reading = register(ELSEWHERE);
  const [grant] = grantsOf(reading) as [PlannedGrant];
  const recorded: RecordedGrant = {
    kind: 'mandate',
    from: '2025-04-01',
    terms: {
      powers: { powers: [{ code: grant.power.code, legalBasis: ['Wmo 2015 art. 6.1'] }] },
      limits: [],
      conditions: [],
      subMandateAllowed: false,
    },
    consentsNeeded: ['holder', 'organisation'],
  };
  const after = (found: RecordedGrant) => planMandates(reading, { ...EMPTY, mandates: new Map([[grantKey(grant), found]]) });

  it('finds every mandate and wants nothing recorded', () => {
    const plan = after(recorded);
    expect([...plan.parties, ...plan.posts]).toEqual([]);
    expect(plan.rows[0]?.mandates).toEqual([expect.objectContaining({ state: 'found', differences: [] })]);
  });

  it.each([
    ['kind', { ...recorded, kind: 'delegation' }],
    ['start', { ...recorded, from: '2025-05-01' }],
    ['consent', { ...recorded, consentsNeeded: [] }],
    ['limits', { ...recorded, terms: { ...recorded.terms, limits: [{ amountCents: 1, per: 'act', vat: 'notApplicable' }] } }],
    ['restrictions', { ...recorded, terms: { ...recorded.terms, conditions: ['niet op zondag'] } }],
    ['subMandate', { ...recorded, terms: { ...recorded.terms, subMandateAllowed: true } }],
    ['legalBasis', { ...recorded, terms: { ...recorded.terms, powers: { powers: [{ code: grant.power.code, legalBasis: [] }] } } }],
  ])('names %s when that differs, and records nothing over it', (field, found) => {
    expect(after(found).rows[0]?.mandates).toEqual([expect.objectContaining({ state: 'different', differences: [field] })]);
  });
});
