import { describe, expect, it } from '@jest/globals';
import type { Outcome } from '../../../ledger/execution.js';
import type { LedgerHarness } from '../../testing/ledger-harness.js';
import type * as grants from './granting.commands.js';
import {
  actors,
  bound,
  clerk,
  college,
  council,
  director,
  INSTRUMENT,
  made,
  mandateA,
  mandateB,
  manager,
  mayor,
  municipality,
  posts,
  powers,
  rivierenoord,
  said,
  secretary,
  stateOf,
  welzijn,
  welzijnDirector,
  withMandateA,
} from './testing/rivierenoord.js';

const general: Partial<grants.GrantMandate> = {
  kind: 'mandate',
  body: college,
  holderPost: director,
  powers: powers('subsidie-welzijn'),
  from: '2025-01-06',
  instrument: INSTRUMENT,
};
/** What the ledger says to a grant by the college that differs from a proper one in one way. */
const granting = async (change: Partial<grants.GrantMandate>, ledger?: LedgerHarness) =>
  said(await (ledger ?? (await rivierenoord())).execute(actors.college, bound.grant, { ...general, ...change }));
const findings = async (ledger: LedgerHarness, name: string) =>
  (await stateOf(ledger, name)).findings.map(({ ruleId, effect }) => `${ruleId} ${effect}`);

describe('M1 one kind per grant', () => {
  it('never grants an attribution', async () => {
    expect(await granting({ kind: 'attribution' })).toEqual(['M1', 'Awb 10:22']);
  });
  it('gives a sub-mandate the kind of its parent and lets no sub-mandate hang from an attribution', async () => {
    const ledger = await withMandateA();
    const under = await ledger.execute(actors.registrar, bound.register, { ...mandateB, kind: 'delegation', source: 'Register' }, 'odd');
    expect([said(under), await findings(ledger, 'odd')]).toEqual([['MandateGranted'], expect.arrayContaining(['M1 F'])]);
    const attributed = await ledger.execute(actors.college, bound.sub, {
      ...mandateB,
      parent: made('attribution subsidie-welzijn'),
      holderPost: director,
    });
    expect(said(attributed)).toEqual(['M1', 'Awb afdeling 10.1.1']);
  });
});

describe('M2 the grantor has the power', () => {
  it('is an administrative body', async () => {
    const ledger = await rivierenoord();
    expect(
      said(await ledger.execute(actors.welzijnChair, bound.grant, { ...general, body: welzijn, holderPost: welzijnDirector })),
    ).toEqual(['M2', 'Awb 10:1']);
  });
  it('is not another body than the record says, and a power without record is a warning', async () => {
    expect(await granting({ powers: powers('vertegenwoordigen') })).toEqual(['M2', 'Awb 10:1']);
    const ledger = await rivierenoord();
    expect(await granting({ powers: [{ code: 'onbekend', legalBasis: ['APV 2'] }] }, ledger)).toEqual(['MandateGranted']);
    const last = (await ledger.events()).at(-1)?.data as { findings: { ruleId: string; effect: string }[] };
    expect(last.findings.map(({ ruleId, effect }) => `${ruleId} ${effect}`)).toEqual(['M2 W']);
  });
  it('may be an official to whom the law gave the power', async () => {
    const ledger = await rivierenoord();
    const byClerk: Partial<grants.GrantMandate> = { ...general, body: undefined, grantorPost: secretary, powers: powers('aanslag') };
    expect(said(await ledger.execute(actors.secretary, bound.grant, byClerk))).toEqual(['M2', 'Awb 10:1']);
    await ledger.execute(actors.registrar, bound.attribution, {
      holderPost: secretary,
      powers: [{ code: 'aanslag', legalBasis: ['Gemeentewet 231'] }],
    });
    expect(said(await ledger.execute(actors.secretary, bound.grant, byClerk))).toEqual(['MandateGranted']);
    expect(said(await ledger.execute(actors.director, bound.grant, byClerk))).toEqual(['POST_NOT_FILLED_BY_ACTOR', 'own rule']);
  });
  it('keeps the same code of two municipalities apart', async () => {
    const ledger = await rivierenoord();
    const elsewhere = { holderParty: welzijn, powers: [{ code: 'eigen', legalBasis: ['Wet'] }] };
    await ledger.execute({ ...actors.registrar, party: welzijn }, bound.attribution, elsewhere, 'elsewhere');
    expect(await granting({ powers: [{ code: 'eigen', legalBasis: ['Wet'] }] }, ledger)).toEqual(['MandateGranted']);
  });
});

describe('M3 what a grant names', () => {
  it.each<[string, Partial<grants.GrantMandate>]>([
    ['no powers', { powers: [] }],
    ['a power without an article', { powers: [{ code: 'onbekend' }] }],
    ['no start', { from: undefined }],
    ['one case, unnamed', { scope: 'ONE_CASE' }],
  ])('%s is refused', async (_, change) => {
    expect(await granting(change)).toEqual(['M3', 'Awb 10:5 lid 1']);
  });
  it('all powers but some is a warning', async () => {
    const ledger = await rivierenoord();
    const outcome = await ledger.execute(
      actors.college,
      bound.grant,
      { ...general, powers: undefined, allPowersExcept: ['overeenkomst'] },
      'all',
    );
    expect([said(outcome), await findings(ledger, 'all')]).toEqual([['MandateGranted'], ['M3 W']]);
  });
  it('contradictions are told all at once', async () => {
    const ledger = await rivierenoord();
    const wrong = {
      ...general,
      grantorPost: director,
      holderParty: college,
      allPowersExcept: [],
      until: '2025-01-06',
      instrument: { reference: 'x', sha256: 'kort' },
    };
    await expect(ledger.execute(actors.college, bound.grant, wrong)).rejects.toMatchObject({
      problems: ['ONE_GRANTOR', 'ONE_HOLDER', 'ONE_SCOPE', 'REVERSED_PERIOD', 'isSha256'].map((problem) => ({ problem })),
    });
  });
});

describe('M4 and M5 in writing', () => {
  it('warns when hash or date of the instrument is unknown', async () => {
    const ledger = await rivierenoord();
    await ledger.execute(actors.college, bound.grant, { ...general, instrument: { reference: 'gmb-2025-1' } }, 'bare');
    expect(await findings(ledger, 'bare')).toEqual(['M4 W', 'M4 W']);
  });
  it('is oral only for one case and only under the own responsibility', async () => {
    expect(await granting({ instrument: undefined, forCase: 'zaak 1' })).toEqual(['MandateGranted']);
    expect(await granting({ instrument: undefined, forCase: 'zaak 1', holderPost: welzijnDirector })).toEqual(['M5', 'Awb 10:5 lid 2']);
    expect(
      await granting({
        instrument: undefined,
        kind: 'delegation',
        holderParty: mayor,
        holderPost: undefined,
        statutoryBasis: 'Gemeentewet 168',
      }),
    ).toEqual(['M4', 'Awb 1:3 lid 1']);
  });
});

describe('M6 under whose responsibility the holder works', () => {
  const consents = async (change: Partial<grants.GrantMandate>, actor = actors.college) => {
    const ledger = await rivierenoord();
    await ledger.execute(actor, bound.grant, { ...general, ...change }, 'asked');
    return (await stateOf(ledger, 'asked')).grant?.consentsNeeded;
  };
  const ofCouncil = { body: council, powers: [{ code: 'raadsbevoegdheid', legalBasis: ['Gemeentewet 147'] }] };
  it('college → own official: none; → griffie: both; council → griffie: none; council → official: both', async () => {
    expect(await consents({})).toEqual([]);
    expect(await consents({ holderPost: clerk })).toEqual(['holder', 'organisation']);
    expect(await consents({ ...ofCouncil, holderPost: clerk }, actors.council)).toEqual([]);
    expect(await consents({ ...ofCouncil, holderPost: director }, actors.council)).toEqual(['holder', 'organisation']);
  });
  it('an organisation consents for itself only; a statute waives consent; private law asks none', async () => {
    expect(await consents({ holderPost: undefined, holderParty: welzijn })).toEqual(['holder']);
    expect(await consents({ holderPost: welzijnDirector, consentWaivedBy: 'Gemeentewet 168 lid 1' })).toEqual([]);
    expect(await consents({ holderPost: welzijnDirector, kind: 'powerOfAttorney' })).toEqual([]);
  });
});

describe('M7, M15, G6 what cannot be transferred', () => {
  it.each([
    ['BINDING_RULES', ['M7', 'Awb 10:3 lid 2']],
    ['QUALIFIED_MAJORITY', ['M7', 'Awb 10:3 lid 2']],
    ['ANNULMENT_OR_APPROVAL', ['M7', 'Awb 10:3 lid 2']],
    ['STATUTE_OR_NATURE_OPPOSES', ['M15', 'Awb 10:3 lid 1']],
    ['NEVER_TRANSFERABLE', ['MandateGranted']],
  ] as const)('%s, by mandate', async (restriction, answer) => {
    expect(await granting({ powers: [{ code: 'subsidie-welzijn', restrictions: [restriction] }] })).toEqual(answer);
  });
  it('takes restrictions from the attribution too, and lets the power itself provide for binding rules', async () => {
    const ledger = await rivierenoord();
    const rules = { code: 'nadere-regels', legalBasis: ['Gemeentewet 156'], restrictions: ['BINDING_RULES' as const] };
    await ledger.execute(actors.registrar, bound.attribution, { holderParty: college, powers: [rules] });
    expect(await granting({ powers: powers('nadere-regels') }, ledger)).toEqual(['M7', 'Awb 10:3 lid 2']);
    expect(await granting({ powers: [{ code: 'nadere-regels', mandateProvidedBy: 'Verordening 4' }] }, ledger)).toEqual(['MandateGranted']);
  });
});

describe('G1, G2, G5, G6 delegation', () => {
  const delegation: Partial<grants.GrantMandate> = {
    kind: 'delegation',
    holderPost: undefined,
    holderParty: mayor,
    statutoryBasis: 'Gemeentewet 168',
  };
  it('cites a statutory basis, never goes to a subordinate, never moves what cannot be moved', async () => {
    expect(await granting({ ...delegation, statutoryBasis: undefined })).toEqual(['G1', 'Awb 10:15']);
    expect(await granting({ kind: 'delegation', statutoryBasis: 'Wet' })).toEqual(['G1', 'Awb 10:14']);
    const fixed = [{ code: 'subsidie-welzijn', restrictions: ['NEVER_TRANSFERABLE' as const] }];
    expect(await granting({ ...delegation, powers: fixed })).toEqual(['G6', 'Gemeentewet 156 lid 2']);
  });
  it('takes the power away from the delegator until it is revoked; the delegate grants in its own name', async () => {
    const ledger = await rivierenoord();
    const outcome = await ledger.execute(actors.college, bound.grant, { ...general, ...delegation }, 'delegation');
    expect([said(outcome), (await stateOf(ledger, 'delegation')).grant?.consentsNeeded]).toEqual([['MandateGranted'], []]);
    expect(await granting({}, ledger)).toEqual(['G2', 'Awb 10:17']);
    expect(said(await ledger.execute(actors.mayor, bound.grant, { ...general, body: mayor }))).toEqual(['MandateGranted']);
    expect(said(await ledger.execute(actors.college, bound.revoke, { mandate: made('delegation'), instrument: INSTRUMENT }))).toEqual([
      'MandateRevoked',
    ]);
    expect(await granting({}, ledger)).toEqual(['MandateGranted']);
  });
  it('lets only policy rules pass to a delegate (G3)', async () => {
    const ledger = await rivierenoord();
    await ledger.execute(actors.college, bound.grant, { ...general, ...delegation }, 'delegation');
    const instruction = { mandate: made('delegation'), text: 'Weeg de wachtlijst mee' };
    expect(said(await ledger.execute(actors.college, bound.instruct, { ...instruction, forCase: 'zaak 1' }))).toEqual(['G3', 'Awb 10:16']);
    expect(said(await ledger.execute(actors.college, bound.instruct, instruction))).toEqual(['MandateInstructionGiven']);
  });
});

describe('M10 sub-mandates', () => {
  const sub = (ledger: LedgerHarness, change: Partial<grants.GrantSubMandate>): Promise<Outcome> =>
    ledger.execute(actors.director, bound.sub, { ...mandateB, ...change });
  it.each<[string, Partial<grants.GrantSubMandate>]>([
    ['another power', { powers: [{ code: 'overeenkomst', legalBasis: ['Gemeentewet 160'] }] }],
    ['all powers', { powers: undefined, allPowersExcept: [] }],
    ['a higher amount', { limits: [{ amountCents: 10_000_001 }] }],
    ['no amount', { limits: [] }],
    ['an amount per year above it', { limits: [{ amountCents: 20_000_000, per: 'calendarYear' }] }],
    ['an earlier start', { from: '2024-12-31', retroactiveReason: 'Eerder' }],
    ['back to the grantor', { holderPost: undefined, holderParty: college }],
  ])('are not wider: %s', async (_, change) => {
    expect(said(await sub(await withMandateA(), change))).toEqual(['M10', 'Awb 10:9']);
  });
  it('need permission on every level', async () => {
    const ledger = await withMandateA();
    await ledger.execute(actors.director, bound.sub, mandateB, 'M-B');
    const third = { ...mandateB, parent: made('M-B'), holderPost: secretary };
    const refused = await ledger.execute(actors.manager, bound.sub, third);
    expect([said(refused), refused]).toMatchObject([
      ['M10', 'Awb 10:9'],
      { refusal: { pins: [{ stream: `mandate-${made('M-B')}` }, { stream: `mandate-${made('M-A')}` }] } },
    ]);
    expect(said(await ledger.execute(actors.director, bound.allowSub, { mandate: made('M-B') }))).toEqual(['SubMandateAllowed']);
    expect(said(await ledger.execute(actors.manager, bound.sub, third))).toEqual(['MandateGranted']);
  });
  it('stay within every link above, also after one was narrowed', async () => {
    const ledger = await withMandateA();
    await ledger.execute(actors.director, bound.sub, { ...mandateB, subMandateAllowed: true }, 'M-B');
    await ledger.execute(actors.college, bound.amend, {
      mandate: made('M-A'),
      limits: [{ amountCents: 1_000_000 }],
      instrument: INSTRUMENT,
      reason: 'Bezuiniging',
    });
    const refused = await ledger.execute(actors.manager, bound.sub, { ...mandateB, parent: made('M-B'), holderPost: secretary });
    expect(refused).toMatchObject({
      refusal: { ruleId: 'M10', pins: [{ stream: `mandate-${made('M-A')}` }, { stream: `mandate-${made('M-B')}` }] },
    });
  });
  it('end with the term above them, and are not granted under what was revoked, suspended or never consented to', async () => {
    const ledger = await rivierenoord();
    await ledger.on('2025-01-13').execute(actors.college, bound.grant, { ...mandateA, until: '2026-01-01' }, 'M-A');
    await ledger.execute(actors.director, bound.sub, mandateB, 'M-B');
    expect((await stateOf(ledger, 'M-B')).grant?.until).toBe('2026-01-01');
    expect(said(await sub(ledger, { until: '2026-01-02' }))).toEqual(['M10', 'Awb 10:9']);
    await ledger.execute(actors.college, bound.suspend, {
      mandate: made('M-A'),
      from: '2025-03-01',
      until: '2025-04-01',
      reason: 'Onderzoek',
    });
    expect(said(await sub(ledger, { from: '2025-03-31' }))).toEqual(['M10', 'Awb 10:9']);
    expect(said(await sub(ledger, { from: '2025-04-01' }))).toEqual(['MandateGranted']);
    await ledger.execute(actors.college, bound.revoke, { mandate: made('M-A'), from: '2025-06-01', instrument: INSTRUMENT });
    expect(said(await sub(ledger, { from: '2025-06-01' }))).toEqual(['M10', 'Awb 10:9']);
  });
});

describe('who grants', () => {
  it('is the body itself or its registrar, and for a sub-mandate whoever acts in the post', async () => {
    const ledger = await withMandateA();
    await expect(ledger.execute(actors.mayor, bound.grant, general)).rejects.toMatchObject({ category: 'FORBIDDEN' });
    await expect(ledger.execute(actors.director, bound.grant, general)).rejects.toMatchObject({ category: 'FORBIDDEN' });
    expect(said(await ledger.execute(actors.registrar, bound.grant, { ...general, from: '2025-01-13' }))).toEqual(['MandateGranted']);
    await expect(ledger.execute(actors.welzijnDirector, bound.sub, mandateB)).rejects.toMatchObject({ category: 'FORBIDDEN' });
    expect(said(await ledger.execute(actors.manager, bound.sub, mandateB))).toEqual(['POST_NOT_FILLED_BY_ACTOR', 'own rule']);
    expect(said(await ledger.execute(actors.registrar, bound.sub, mandateB))).toEqual(['MandateGranted']);
  });
  it('is the successor of the post that held the parent', async () => {
    const ledger = await withMandateA();
    await ledger.execute(actors.registrar, posts.succeed, { post: director, by: secretary, from: '2025-02-01' });
    ledger.on('2025-02-03');
    expect(said(await ledger.execute(actors.director, bound.sub, { ...mandateB, from: '2025-02-03' }))).toEqual([
      'POST_NOT_FILLED_BY_ACTOR',
      'own rule',
    ]);
    expect(said(await ledger.execute(actors.secretary, bound.sub, { ...mandateB, from: '2025-02-03' }, 'M-B'))).toEqual(['MandateGranted']);
    expect((await stateOf(ledger, 'M-B')).grant?.grantor?.id).toBe(secretary);
  });
  it('may be a deputy, whose act names both posts', async () => {
    const ledger = await withMandateA();
    await ledger.execute(actors.registrar, posts.deputy, { post: director, actor: actors.secretary.person, deputyPost: secretary });
    expect(said(await ledger.execute(actors.secretary, bound.sub, mandateB))).toEqual(['MandateGranted']);
    const granted = (await ledger.events()).at(-1);
    expect(granted).toMatchObject({
      envelope: { decidedBy: { post: director, actor: actors.secretary.person } },
      data: { deputyPost: secretary },
    });
  });
  it('grants to a post that exists, on a day that was', async () => {
    const ledger = await rivierenoord();
    await ledger.execute(actors.registrar, posts.abolish, { post: manager, from: '2025-01-05', reason: 'Reorganisatie' });
    expect(await granting({ holderPost: manager }, ledger)).toEqual(['POST_ABOLISHED', 'own rule']);
    expect(await granting({ actDate: '2025-01-07' }, ledger)).toEqual(['ACT_DATE_LATER_THAN_TODAY', 'own rule']);
    expect(await granting({ actDate: '2024-12-29' }, ledger)).toEqual(['DECIDED_TOO_LONG_AGO', 'own rule']);
    expect(await granting({ actDate: '2024-12-30' }, ledger)).toEqual(['MandateGranted']);
  });
});

describe('registered facts are never refused for legality', () => {
  it('keeps what the rules say as findings, with origin, source and attester', async () => {
    const ledger = await rivierenoord();
    const imported = {
      ...general,
      powers: powers('vertegenwoordigen'),
      instrument: { reference: 'CVDR1' },
      from: '2021-01-01',
      source: 'Mandaatregister 2021',
      attester: 'Gemeente',
    };
    const outcome = await ledger.execute(actors.registrar, bound.register, imported, 'imported');
    expect(said(outcome)).toEqual(['MandateGranted']);
    expect(await findings(ledger, 'imported')).toEqual(['M2 F', 'M4 W', 'M4 W', 'ACT_DATE_NOT_RECORDED W']);
    const { envelope } = (await ledger.events()).at(-1) ?? {};
    expect(envelope).toMatchObject({
      origin: { kind: 'imported', source: 'Mandaatregister 2021', attester: 'Gemeente' },
      decidedBy: { party: college },
    });
    expect(envelope).not.toHaveProperty('actDate');
  });
  it('takes over consents that were given', async () => {
    const ledger = await rivierenoord();
    const consents = [
      { by: 'holder' as const, on: '2021-02-01' },
      { by: 'organisation' as const, on: '2021-03-01' },
    ];
    const given = { ...general, holderPost: welzijnDirector, from: '2021-01-01', actDate: '2020-12-20', source: 'Archief', consents };
    expect(said(await ledger.execute(actors.registrar, bound.register, given))).toEqual([
      'MandateGranted',
      'MandateConsentGiven',
      'MandateConsentGiven',
    ]);
  });
  it('registers a sub-mandate without permission, and a revocation without instrument', async () => {
    const ledger = await rivierenoord();
    await ledger.on('2025-01-13').execute(actors.college, bound.grant, { ...mandateA, subMandateAllowed: false }, 'M-A');
    await ledger.execute(actors.registrar, bound.register, { ...mandateB, source: 'Archief', actDate: '2025-01-13' }, 'M-B');
    expect(await findings(ledger, 'M-B')).toEqual(['M10 F']);
    const revocation = { mandate: made('M-B'), from: '2025-01-10', actDate: '2025-01-12', source: 'Archief' };
    expect(said(await ledger.execute(actors.registrar, bound.registerRevocation, revocation))).toEqual(['MandateRevoked']);
    expect(await findings(ledger, 'M-B')).toEqual(['M10 F', 'M4 F', 'M14 F']);
  });
  it('is for the organisation and its registrar', async () => {
    const ledger = await rivierenoord();
    const fact = { ...general, source: 'Archief' };
    await expect(ledger.execute(actors.welzijnDirector, bound.register, fact)).rejects.toMatchObject({ category: 'FORBIDDEN' });
    expect(said(await ledger.execute({ ...actors.director, party: municipality }, bound.register, fact))).toEqual(['MandateGranted']);
  });
});
