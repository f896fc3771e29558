import { describe, expect, it } from '@jest/globals';
import { linkOf } from './authority-chain.js';
import { linkState } from '../../../law/link-history.js';
import { at } from '../../../ledger/timeline.js';
import { NOT_LOADED } from './testing/not-loaded.js';
import type { LedgerHarness } from '../../testing/ledger-harness.js';
import { instructionsOn } from './mandate.js';
import { mandateProjection, type MandateDoc } from './mandate.view.js';
import {
  actors,
  bound,
  college,
  couldDecide,
  council,
  director,
  INSTRUMENT,
  made,
  mandateA,
  mandateB,
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

const A = { mandate: made('M-A') };
const rows = async (ledger: LedgerHarness, table: string, name = 'M-A') =>
  mandateProjection.tables.find((one) => one.name === table)?.rows(await stateOf(ledger, name), made(name)) ?? [];
const statuses = async (ledger: LedgerHarness, name = 'M-A') =>
  (await rows(ledger, 'mandate', name)).map(({ validFrom, columns }) => `${validFrom} ${columns.status}`);
const docOn = async (ledger: LedgerHarness, date: string) =>
  (await rows(ledger, 'mandate')).find(({ validFrom, validTo }) => validFrom <= date && date < validTo)?.doc() as MandateDoc;

async function outside(): Promise<LedgerHarness> {
  const ledger = (await rivierenoord()).on('2025-01-20');
  const grant = {
    kind: 'mandate',
    body: college,
    holderPost: welzijnDirector,
    powers: powers('toegang-dagactiviteiten'),
    from: '2025-02-01',
    instrument: INSTRUMENT,
  } as const;
  await ledger.execute(actors.college, bound.grant, grant, 'M-C');
  return ledger;
}

describe('consent', () => {
  const C = { mandate: made('M-C') };
  it('is given by the person in the post, and by whoever represents the organisation alone; other attempts are recorded', async () => {
    const ledger = await outside();
    expect(said(await ledger.execute(actors.welzijnChair, bound.consent, { ...C, as: 'holder' }))).toEqual([
      'POST_NOT_FILLED_BY_ACTOR',
      'own rule',
      'recorded',
    ]);
    expect(said(await ledger.execute(actors.welzijnDirector, bound.consent, { ...C, as: 'organisation' }))).toEqual([
      'V4',
      'own rule',
      'recorded',
    ]);
    const attempt = (await ledger.events()).at(-1)?.envelope;
    expect(attempt).toMatchObject({ type: 'MandateAttemptRefused', refusedAttempt: true, audience: { level: 'internal' } });
    expect(new Set(attempt?.audience.parties)).toEqual(new Set([college, welzijn]));
    await expect(ledger.execute(actors.director, bound.consent, { ...C, as: 'holder' })).rejects.toMatchObject({ category: 'FORBIDDEN' });
  });
  it('is given once, is not asked for inside the organisation, and never reaches back', async () => {
    const ledger = await outside();
    await ledger.execute(actors.welzijnDirector, bound.consent, { ...C, as: 'holder', actDate: '2025-01-20' });
    expect(said(await ledger.execute(actors.welzijnDirector, bound.consent, { ...C, as: 'holder' }))).toEqual([]);
    expect(said(await ledger.execute(actors.welzijnDirector, bound.refuse, { ...C, as: 'holder', reason: 'Toch niet' }))).toEqual([
      'NOT_IN_THIS_STATE',
      'own rule',
    ]);
    const inside = await withMandateA();
    expect(said(await inside.execute(actors.director, bound.consent, { ...A, as: 'holder' }))).toEqual([
      'CONSENT_NOT_EXPECTED',
      'own rule',
    ]);
  });
  it('can be refused, and given after all', async () => {
    const ledger = await outside();
    expect(
      said(await ledger.on('2025-02-05').execute(actors.welzijnDirector, bound.refuse, { ...C, as: 'holder', reason: 'Te zwaar' })),
    ).toEqual(['MandateConsentRefused']);
    await ledger.on('2025-02-10').execute(actors.welzijnDirector, bound.consent, { ...C, as: 'holder' });
    const registered = { ...C, by: 'organisation', on: '2025-02-12', source: 'Brief van het bestuur' } as const;
    expect(said(await ledger.on('2025-02-20').execute(actors.registrar, bound.registerConsent, registered))).toEqual([
      'MandateConsentGiven',
    ]);
    expect(await statuses(ledger, 'M-C')).toEqual([
      '0001-01-01 AWAITING_CONSENT',
      '2025-02-05 CONSENT_REFUSED',
      '2025-02-10 AWAITING_CONSENT',
      '2025-02-12 IN_FORCE',
    ]);
  });
  it('of an official whom the council mandates comes from the college, which is responsible for the official', async () => {
    const ledger = await rivierenoord();
    const named = [{ code: 'raad', legalBasis: ['Gemeentewet 147'] }];
    await ledger.execute(
      actors.council,
      bound.grant,
      { kind: 'mandate', body: council, holderPost: director, powers: named, from: '2025-01-06', instrument: INSTRUMENT },
      'M-R',
    );
    const R = { mandate: made('M-R') };
    await expect(ledger.execute(actors.secretary, bound.consent, { ...R, as: 'organisation' })).rejects.toMatchObject({
      category: 'FORBIDDEN',
    });
    expect(said(await ledger.execute(actors.college, bound.consent, { ...R, as: 'organisation' }))).toEqual(['MandateConsentGiven']);
    expect(said(await ledger.execute(actors.director, bound.consent, { ...R, as: 'holder' }))).toEqual(['MandateConsentGiven']);
    expect(await statuses(ledger, 'M-R')).toEqual(['0001-01-01 AWAITING_CONSENT', '2025-01-06 IN_FORCE']);
  });
});

describe('amending', () => {
  it('changes terms from a date on, in writing and with a reason', async () => {
    const ledger = await withMandateA();
    const amendment = { ...A, limits: [{ amountCents: 5_000_000 }], territory: ['noord'], from: '2025-02-01', reason: 'Bezuiniging' };
    expect(said(await ledger.execute(actors.college, bound.amend, amendment))).toEqual(['M4', 'Awb 10:5 lid 2']);
    expect(said(await ledger.execute(actors.college, bound.amend, { ...amendment, instrument: INSTRUMENT }))).toEqual(['MandateAmended']);
    expect((await docOn(ledger, '2025-01-31')).terms).toMatchObject({ limits: [{ amountCents: 10_000_000 }], territory: [] });
    expect((await docOn(ledger, '2025-02-01')).terms).toMatchObject({ limits: [{ amountCents: 5_000_000 }], territory: ['noord'] });
  });
  it('is refused outside the powers of the grantor, into the past without a reason, or for nothing', async () => {
    const ledger = await withMandateA();
    const change = { ...A, instrument: INSTRUMENT, reason: 'Uitbreiding' };
    expect(said(await ledger.execute(actors.college, bound.amend, { ...change, powers: powers('onbekend') }))).toEqual([
      'M3',
      'Awb 10:5 lid 1',
    ]);
    expect(said(await ledger.execute(actors.college, bound.amend, { ...change, powers: powers('vertegenwoordigen') }))).toEqual([
      'M2',
      'Awb 10:1',
    ]);
    expect(said(await ledger.execute(actors.college, bound.amend, { ...change, limits: [], from: '2025-01-12' }))).toEqual([
      'M14',
      'own rule',
    ]);
    await expect(ledger.execute(actors.college, bound.amend, change)).rejects.toMatchObject({ category: 'BAD_USER_INPUT' });
  });
  it('keeps a sub-mandate within its parent', async () => {
    const ledger = await withMandateA();
    await ledger.execute(actors.director, bound.sub, mandateB, 'M-B');
    const wider = { mandate: made('M-B'), limits: [{ amountCents: 10_000_001 }], instrument: INSTRUMENT, reason: 'Ruimer' };
    expect(said(await ledger.execute(actors.director, bound.amend, wider))).toEqual(['M10', 'Awb 10:9']);
    expect(said(await ledger.execute(actors.director, bound.amend, { ...wider, limits: [{ amountCents: 10_000_000 }] }))).toEqual([
      'MandateAmended',
    ]);
  });
  it('gives the term another end', async () => {
    const ledger = await withMandateA();
    const change = { ...A, instrument: INSTRUMENT, reason: 'Proef' };
    await ledger.execute(actors.college, bound.amend, { ...change, until: '2025-04-01' });
    expect(await statuses(ledger)).toEqual(['0001-01-01 NOT_YET', '2025-01-01 IN_FORCE', '2025-04-01 ENDED']);
    expect(
      said(await ledger.on('2025-04-01').execute(actors.registrar, bound.noteEnd, { ...A, cause: 'EXPIRED', on: '2025-04-01' })),
    ).toEqual(['MandateEndNoted']);
    await ledger.execute(actors.college, bound.amend, { ...change, withoutEnd: true, from: '2025-04-01' });
    expect(await statuses(ledger)).toEqual(['0001-01-01 NOT_YET', '2025-01-01 IN_FORCE']);
  });
});

describe('suspending and revoking', () => {
  it('suspends for a period and resumes early', async () => {
    const ledger = await withMandateA();
    await ledger.execute(actors.college, bound.suspend, { ...A, reason: 'Onderzoek', from: '2025-03-01', until: '2025-05-01' });
    expect(said(await ledger.execute(actors.college, bound.resume, { ...A, from: '2025-02-01' }))).toEqual([
      'NOT_IN_THIS_STATE',
      'own rule',
    ]);
    await ledger.execute(actors.college, bound.resume, { ...A, from: '2025-04-01' });
    expect(await statuses(ledger)).toEqual(['0001-01-01 NOT_YET', '2025-01-01 IN_FORCE', '2025-03-01 SUSPENDED', '2025-04-01 IN_FORCE']);
  });
  it('is for the grantor; an attempt by somebody who left the post is recorded', async () => {
    const ledger = await withMandateA();
    await ledger.execute(actors.director, bound.sub, mandateB, 'M-B');
    const revocation = { mandate: made('M-B'), instrument: INSTRUMENT };
    await expect(ledger.execute(actors.welzijnDirector, bound.revoke, revocation)).rejects.toMatchObject({ category: 'FORBIDDEN' });
    expect(said(await ledger.execute(actors.manager, bound.revoke, revocation))).toEqual([
      'POST_NOT_FILLED_BY_ACTOR',
      'own rule',
      'recorded',
    ]);
    expect(said(await ledger.execute(actors.director, bound.revoke, revocation))).toEqual(['MandateRevoked']);
    expect(said(await ledger.execute(actors.director, bound.revoke, revocation))).toEqual([]);
    expect(said(await ledger.execute(actors.director, bound.amend, { ...revocation, limits: [], reason: 'Te laat' }))).toEqual([
      'NOT_IN_THIS_STATE',
      'own rule',
    ]);
  });
  it('of one case goes without an instrument, and an attribution ends with the law only', async () => {
    const ledger = await withMandateA();
    await ledger.execute(actors.college, bound.grant, { ...mandateA, forCase: 'zaak 1', instrument: undefined, limits: [] }, 'oral');
    expect(said(await ledger.execute(actors.college, bound.revoke, { mandate: made('oral') }))).toEqual(['MandateRevoked']);
    const attribution = { mandate: made('attribution overeenkomst') };
    expect(said(await ledger.execute(actors.college, bound.revoke, { ...attribution, instrument: INSTRUMENT }))).toEqual([
      'M1',
      'Awb 10:22',
    ]);
    const repealed = { ...attribution, from: '2025-01-13', source: 'Staatsblad' };
    expect(said(await ledger.execute(actors.registrar, bound.registerRevocation, repealed))).toEqual(['MandateRevoked']);
  });
});

describe('the post of the holder', () => {
  const subsidy = (onDate: string) => ({ power: 'subsidie-welzijn', amountCents: 1, onDate });
  it('takes the mandate along in succession', async () => {
    const ledger = await withMandateA();
    await ledger.execute(actors.registrar, posts.succeed, { post: director, by: secretary, from: '2025-03-01' });
    await ledger.execute(actors.registrar, posts.abolish, { post: director, from: '2025-03-01', reason: 'Reorganisatie' });
    const verdict = await couldDecide(ledger, 'M-A', subsidy('2025-03-01'));
    expect([verdict.code, verdict.chain[0]?.holder]).toEqual(['VALID', secretary]);
  });
  it('lets it lapse when it is abolished without successor, sub-mandates too', async () => {
    const ledger = await withMandateA();
    await ledger.execute(actors.director, bound.sub, mandateB, 'M-B');
    await ledger.execute(actors.registrar, posts.abolish, { post: director, from: '2025-03-01', reason: 'Reorganisatie' });
    expect((await couldDecide(ledger, 'M-A', subsidy('2025-02-28'))).code).toBe('VALID');
    expect((await couldDecide(ledger, 'M-A', subsidy('2025-03-01'))).failing?.reasons[0]).toBe('LAPSED');
    expect((await couldDecide(ledger, 'M-B', subsidy('2025-03-01'))).failing?.reasons[0]).toBe('PARENT_ENDED');
  });
  it('stays the first holder while nothing is known of the post', async () => {
    const link = linkOf(await stateOf(await withMandateA(), 'M-A'), NOT_LOADED);
    const state = link && linkState(link, null);
    expect(state && at(state.holder, '2025-03-01')).toBe(director);
  });
});

describe('between grantor and holder', () => {
  it('instructs for a while, seen by the two of them', async () => {
    const ledger = await withMandateA();
    expect(
      said(await ledger.execute(actors.college, bound.instruct, { ...A, text: 'Weeg de wachtlijst mee', until: '2025-06-01' })),
    ).toEqual(['MandateInstructionGiven']);
    const state = await stateOf(ledger, 'M-A');
    expect(['2025-01-12', '2025-01-13', '2025-05-31', '2025-06-01'].map((on) => instructionsOn(state, on).length)).toEqual([0, 1, 1, 0]);
    const [row] = await rows(ledger, 'mandate_instruction');
    expect(row?.audience).toEqual({ level: 'internal', parties: [college, made('municipality')] });
  });
  it('asks for information, which is overdue the day after it was due', async () => {
    const ledger = await withMandateA();
    await ledger.execute(actors.college, bound.ask, { ...A, question: 'Hoe vaak gebruikt?', due: '2025-01-20' });
    const request = (await stateOf(ledger, 'M-A')).requests[0]?.request ?? '';
    ledger.on('2025-01-23');
    expect(said(await ledger.execute(actors.manager, bound.answer, { ...A, request, text: 'Twee keer' }))).toEqual([
      'POST_NOT_FILLED_BY_ACTOR',
      'own rule',
      'recorded',
    ]);
    expect(said(await ledger.execute(actors.director, bound.answer, { ...A, request, text: 'Twee keer' }))).toEqual([
      'MandateInformationGiven',
    ]);
    expect(said(await ledger.execute(actors.director, bound.answer, { ...A, request, text: 'Drie keer' }))).toEqual([
      'NOT_IN_THIS_STATE',
      'own rule',
    ]);
    expect((await rows(ledger, 'mandate_request')).map(({ validFrom, validTo, columns }) => [validFrom, validTo, columns.status])).toEqual([
      ['2025-01-13', '2025-01-21', 'OPEN'],
      ['2025-01-21', '2025-01-23', 'OVERDUE'],
      ['2025-01-23', '9999-12-31', 'ANSWERED'],
    ]);
  });
});

describe('making known and correcting', () => {
  it('warns for as long as no publication is recorded (M13)', async () => {
    const ledger = await withMandateA();
    const warned = async () => (await docOn(ledger, '2025-02-01')).findings.map(({ ruleId }) => ruleId);
    expect(await warned()).toEqual(['M14', 'M13']);
    expect(said(await ledger.execute(actors.registrar, bound.makeKnown, { ...A, publication: 'gmb-2025-77' }))).toEqual([
      'MandateMadeKnown',
    ]);
    expect(await warned()).toEqual(['M14']);
    expect(said(await ledger.execute(actors.registrar, bound.makeKnown, { ...A, publication: 'gmb-2025-77' }))).toEqual([]);
    expect(said(await ledger.execute(actors.registrar, bound.makeKnown, { ...A, publication: 'gmb-2025-78' }))).toEqual([
      'NOT_IN_THIS_STATE',
      'own rule',
    ]);
  });
  it('corrects references and never terms', async () => {
    const ledger = await withMandateA();
    const slip = { ...A, revision: 0, field: 'INSTRUMENT', value: 'gmb-2025-10', reason: 'Tikfout' } as const;
    expect(said(await ledger.execute(actors.registrar, bound.correct, slip))).toEqual(['MandateCorrected']);
    expect((await docOn(ledger, '2025-02-01')).instrument).toEqual({ ...INSTRUMENT, reference: 'gmb-2025-10' });
    expect(said(await ledger.execute(actors.registrar, bound.correct, { ...slip, field: 'LIMITS' }))).toEqual([
      'CORRECTION_TOUCHES_TERM',
      'own rule',
    ]);
    await expect(ledger.execute(actors.registrar, bound.correct, { ...slip, revision: 1 })).rejects.toMatchObject({
      category: 'BAD_USER_INPUT',
    });
    await expect(ledger.execute(actors.registrar, bound.correct, { ...slip, field: 'INSTRUMENT_HASH' })).rejects.toMatchObject({
      category: 'BAD_USER_INPUT',
    });
  });
});

describe('a proposal', () => {
  it('is seen by its parties, says what the rules say, and holds nothing until it is granted', async () => {
    const ledger = (await rivierenoord()).on('2025-01-13');
    const draft = { ...mandateA, instrument: undefined };
    expect(said(await ledger.execute(actors.director, bound.propose, draft, 'M-A'))).toEqual(['MandateProposed']);
    const [row] = await rows(ledger, 'mandate');
    expect([row?.audience.level, row?.columns.status, (row?.doc() as MandateDoc).findings.map(({ ruleId }) => ruleId)]).toEqual([
      'internal',
      'PROPOSED',
      ['M4', 'M14'],
    ]);
    await expect(ledger.execute(actors.welzijnDirector, bound.grantProposed, A)).rejects.toMatchObject({ category: 'NOT_FOUND' });
    expect(said(await ledger.execute(actors.college, bound.grantProposed, A))).toEqual(['M4', 'Awb 10:5 lid 2']);
    expect(said(await ledger.execute(actors.college, bound.revoke, A))).toEqual(['NOT_IN_THIS_STATE', 'own rule']);
    expect(said(await ledger.execute(actors.college, bound.grantProposed, { ...A, instrument: INSTRUMENT }))).toEqual(['MandateGranted']);
    expect(said(await ledger.execute(actors.college, bound.grantProposed, { ...A, instrument: INSTRUMENT }))).toEqual([
      'NOT_IN_THIS_STATE',
      'own rule',
    ]);
    expect(await statuses(ledger)).toEqual(['0001-01-01 NOT_YET', '2025-01-01 IN_FORCE']);
  });
});

describe('the power table', () => {
  it('has one row per code, tells holdings from grants, and shows a power only while it is granted', async () => {
    const ledger = await withMandateA();
    const two = [{ code: 'subsidie-welzijn' }, { code: 'overeenkomst' }];
    await ledger.execute(actors.college, bound.amend, {
      ...A,
      powers: two,
      from: '2025-03-01',
      instrument: INSTRUMENT,
      reason: 'Uitbreiding',
    });
    const shown = (await rows(ledger, 'mandate_power')).map(({ key, validFrom, validTo, columns }) => [
      key.split(' ')[0],
      validFrom,
      validTo,
      columns.role,
    ]);
    expect(shown).toEqual([
      ['subsidie-welzijn', '0001-01-01', '2025-03-01', 'GRANT'],
      ['subsidie-welzijn', '2025-03-01', '9999-12-31', 'GRANT'],
      ['overeenkomst', '2025-03-01', '9999-12-31', 'GRANT'],
    ]);
    const [held] = await rows(ledger, 'mandate_power', 'attribution overeenkomst');
    expect(held?.columns).toMatchObject({ role: 'HOLDING', holder: college, grantor: null, organisation: made('municipality') });
  });
});
