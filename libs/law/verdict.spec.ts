import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../ledger/local-date.js';
import { authorityRefusal, REASON_TEXTS } from './authority-refusal.js';
import { FAILURE_REASONS } from './authority-question.js';
import type { AuthorityQuestion } from './authority-question.js';
import type { ActEffect, AuthorityLink, LinkAct, LinkTerms } from './authority-link.js';
import { periodsInForce } from './link-history.js';
import { verdictOf } from './verdict.js';
import type { VerdictInput } from './verdict.js';

const COLLEGE = 'party-college';
const DIRECTOR = 'post-director';
const TEAM_MANAGER = 'post-team-manager';

const terms = (amountCents: number, more: Partial<LinkTerms> = {}): LinkTerms => ({
  powers: { kind: 'listed', powers: [{ code: 'subsidie-welzijn', legalBasis: ['Algemene subsidieverordening art. 3'] }] },
  limits: [{ amountCents, per: 'act', vat: 'notApplicable' }],
  territory: [],
  conditions: [],
  forCase: null,
  subMandateAllowed: false,
  ...more,
});

type Dated = readonly [actDate: string | null, effect: ActEffect];

function link(stream: string, grantor: string | null, parent: string | null, acts: readonly Dated[]): AuthorityLink {
  const pinAt = (revision: number) => ({ stream, revision, eventId: `${stream}-${revision}` });
  return {
    stream,
    pin: pinAt(acts.length - 1),
    kind: grantor === null ? 'attribution' : 'mandate',
    grantor,
    parent,
    acts: acts.map(([actDate, effect], revision): LinkAct => ({ pin: pinAt(revision), actDate, effect })),
  };
}

const grant = (
  from: string,
  holder: string,
  granted: LinkTerms,
  more: Partial<Extract<ActEffect, { kind: 'granted' }>> = {},
): ActEffect => ({
  kind: 'granted',
  from,
  until: null,
  holder,
  terms: granted,
  consentsNeeded: [],
  ...more,
});

const toDirector = terms(10_000_000, { subMandateAllowed: true });
const GRANT_A: Dated = ['2025-01-13', grant('2025-01-01', DIRECTOR, toDirector)];
const mA = link('mandate-a', COLLEGE, null, [GRANT_A]);
const mB = link('mandate-b', DIRECTOR, 'mandate-a', [['2025-01-13', grant('2025-01-13', TEAM_MANAGER, terms(2_500_000))]]);
const attribution = link('mandate-0', null, null, [['2025-01-06', grant('2024-01-01', COLLEGE, terms(0, { limits: [] }))]]);

function ask(chain: readonly AuthorityLink[], question: Partial<AuthorityQuestion>, more: Partial<VerdictInput> = {}) {
  const asked = { power: 'subsidie-welzijn', amountCents: 1_000_000, areaCode: null, onDate: '2025-02-24', ...question };
  return verdictOf({ body: COLLEGE, chain, holdings: [attribution], question: asked, ...more });
}

const withActs = (on: AuthorityLink, ...acts: readonly Dated[]): AuthorityLink => {
  const all = [...on.acts.map(({ actDate, effect }): Dated => [actDate, effect]), ...acts];
  return { ...link(on.stream, on.grantor, on.parent, all), kind: on.kind, uses: on.uses };
};

describe('a chain of mandates', () => {
  it('carries a decision within every link, and names the link that does not', () => {
    const within = ask([mA, mB], { amountCents: 2_500_000, onDate: '2025-01-13', holder: TEAM_MANAGER });
    expect(within).toMatchObject({ code: 'VALID', failing: null, humanCheckRequired: false, warnings: [] });
    expect(within.chain.map(({ stream, holder }) => [stream, holder])).toEqual([
      ['mandate-a', DIRECTOR],
      ['mandate-b', TEAM_MANAGER],
    ]);
    const over = ask([mA, mB], { amountCents: 2_500_001, onDate: '2025-01-13' });
    expect(over).toMatchObject({ code: 'INVALID', failing: { stream: 'mandate-b', pin: mB.pin, reasons: ['AMOUNT'] } });
    const early = ask([mA, mB], { amountCents: 2_500_000, onDate: '2025-01-12' });
    expect(early).toMatchObject({ code: 'INVALID', failing: { stream: 'mandate-b', reasons: ['NOT_IN_FORCE'] } });
  });

  it('is refused with the article and the failing link first', () => {
    const refused = authorityRefusal(ask([mA, mB], { amountCents: 4_000_000, onDate: '2025-04-07' }));
    expect(refused).toMatchObject({ ruleId: 'D3', legalBasis: 'Awb 10:2', pins: [mB.pin, mA.pin] });
    expect(authorityRefusal(ask([mA], { amountCents: 4_000_000, onDate: '2025-04-07' }))).toBeNull();
    expect(Object.keys(REASON_TEXTS).sort()).toEqual([...FAILURE_REASONS].sort());
  });

  it('waits for every consent, from the last one on', () => {
    const granted: Dated = [
      '2025-01-20',
      grant('2025-02-01', 'post-welzijn', terms(5_000_000), { consentsNeeded: ['holder', 'organisation'] }),
    ];
    const byHolder: Dated = ['2025-01-29', { kind: 'consented', by: 'holder', from: '2025-01-29' }];
    const byBoard: Dated = ['2025-02-03', { kind: 'consented', by: 'organisation', from: '2025-02-01' }];
    const waiting = ask([link('mandate-c', COLLEGE, null, [granted])], { onDate: '2025-01-27' });
    expect(authorityRefusal(waiting)).toMatchObject({ ruleId: 'M6', legalBasis: 'Awb 10:4 lid 1' });
    expect(ask([link('mandate-c', COLLEGE, null, [granted, byHolder])], { onDate: '2025-02-01' }).failing?.reasons).toEqual([
      'AWAITING_CONSENT',
    ]);
    const mC = link('mandate-c', COLLEGE, null, [granted, byHolder, byBoard]);
    expect(ask([mC], { onDate: '2025-02-02' })).toMatchObject({ code: 'INVALID', failing: { reasons: ['AWAITING_CONSENT'] } });
    expect(ask([mC], { onDate: '2025-02-03' }).code).toBe('VALID');
    expect(periodsInForce([mC])).toEqual([{ from: '2025-02-03', until: null }]);
  });

  it('that reaches back counts now and not then', () => {
    const verdict = ask([mA], { onDate: '2025-01-08', amountCents: 3_000_000 });
    expect(verdict.code).toBe('VALID_ONLY_WITH_HINDSIGHT');
    expect(verdict.then).toMatchObject({ valid: false, failing: { stream: 'mandate-a', reasons: ['ACT_DATE_LATER'] } });
    expect(verdict.now).toEqual({ valid: true, failures: [], failing: null });
    expect(verdict.failing).toEqual(verdict.then.failing);
  });

  it('does not carry what lies before it, unless the body ratifies', () => {
    const ratification = { pin: { stream: 'decision-r', revision: 4, eventId: 'r' }, actDate: '2025-05-20' };
    expect(ask([mA], { onDate: '2024-12-18' })).toMatchObject({ code: 'INVALID', through: null, failing: { reasons: ['NOT_IN_FORCE'] } });
    const ratified = ask([mA], { onDate: '2024-12-18' }, { ratification });
    expect(ratified).toMatchObject({ code: 'VALID_ONLY_WITH_HINDSIGHT', through: ratification.pin, then: { valid: false } });
    expect(ask([mA], { onDate: '2025-02-24' }, { ratification })).toMatchObject({ code: 'VALID', through: null });
    const tooEarly = { ...ratification, actDate: '2024-12-17' };
    expect(ask([mA], { onDate: '2024-12-18' }, { ratification: tooEarly }).code).toBe('INVALID');
  });
});

describe('the end of a mandate', () => {
  const revoked = withActs(mA, ['2025-06-16', { kind: 'revoked', from: '2025-06-20' }]);

  it('ends it and what hangs below, for later decisions only', () => {
    expect(periodsInForce([revoked])).toEqual([{ from: '2025-01-01', until: '2025-06-20' }]);
    expect(periodsInForce([revoked, mB])).toEqual([{ from: '2025-01-13', until: '2025-06-20' }]);
    expect(ask([revoked], { onDate: '2025-06-19' }).code).toBe('VALID');
    expect(ask([revoked], { onDate: '2025-06-20' })).toMatchObject({
      code: 'INVALID',
      failing: { stream: 'mandate-a', reasons: ['REVOKED'] },
    });
    expect(ask([revoked, mB], { onDate: '2025-06-20' })).toMatchObject({
      code: 'INVALID',
      failing: { stream: 'mandate-b', reasons: ['PARENT_ENDED'] },
      now: { failures: [{ stream: 'mandate-a', reasons: ['REVOKED'] }, { stream: 'mandate-b' }] },
    });
    expect(ask([revoked], { onDate: '2025-04-07', amountCents: 4_000_000 })).toMatchObject({ then: { valid: true }, now: { valid: true } });
  });

  it('contests what was decided before when it reaches back', () => {
    const reaching = withActs(mA, ['2025-06-16', { kind: 'revoked', from: '2025-03-01' }]);
    expect(ask([reaching], { onDate: '2025-04-07' })).toMatchObject({
      code: 'VALID_THEN_CONTESTED_NOW',
      then: { valid: true },
      failing: { stream: 'mandate-a', reasons: ['REVOKED'] },
    });
  });

  it('can be its term, and an extension opens it again', () => {
    const oneYear = link('mandate-a', COLLEGE, null, [['2025-01-13', grant('2025-01-01', DIRECTOR, toDirector, { until: '2026-01-01' })]]);
    expect(ask([oneYear], { onDate: '2026-01-01' }).failing?.reasons).toEqual(['TERM_ENDED']);
    const extended = withActs(oneYear, ['2025-12-01', { kind: 'termChanged', from: '2025-12-01', until: '2027-01-01' }]);
    expect(ask([extended], { onDate: '2026-06-01' }).code).toBe('VALID');
    expect(periodsInForce([extended])).toEqual([{ from: '2025-01-01', until: '2027-01-01' }]);
    const early = withActs(oneYear, ['2025-02-01', { kind: 'termChanged', from: '2024-01-01', until: null }]);
    expect(periodsInForce([early])).toEqual([{ from: '2025-01-01', until: null }]);
    expect(periodsInForce([oneYear, mB], '2025-01-12')).toEqual([]);
  });

  it('can be a suspension for a time, of it or of its parent', () => {
    const suspended = withActs(mA, ['2025-02-20', { kind: 'suspended', from: '2025-03-01', until: '2025-06-01' }]);
    expect(ask([suspended], { onDate: '2025-04-01' }).failing?.reasons).toEqual(['SUSPENDED']);
    expect(ask([suspended, mB], { onDate: '2025-04-01' }).failing).toMatchObject({ stream: 'mandate-b', reasons: ['PARENT_NOT_IN_FORCE'] });
    const resumed = withActs(suspended, ['2025-03-20', { kind: 'resumed', from: '2025-04-01' }]);
    expect(ask([resumed], { onDate: '2025-04-01' }).code).toBe('VALID');
    expect(periodsInForce([resumed]).length).toBe(2);
  });

  it('can be a lapse with its post; a successor takes it over', () => {
    const lapsed = withActs(
      mA,
      ['2025-05-01', { kind: 'lapsed', from: '2025-05-01' }],
      ['2025-06-01', { kind: 'revoked', from: '2025-06-01' }],
    );
    expect(ask([lapsed], { onDate: '2025-07-01' }).failing?.reasons).toEqual(['LAPSED']);
    const succeeded = withActs(mA, ['2025-05-01', { kind: 'succeeded', from: '2025-05-01', holder: 'post-new' }]);
    expect(ask([succeeded], { onDate: '2025-05-01', holder: 'post-new' }).code).toBe('VALID');
    expect(ask([succeeded], { onDate: '2025-05-01', holder: DIRECTOR }).failing?.reasons).toEqual(['OTHER_HOLDER']);
    expect(ask([succeeded], { onDate: '2025-04-30', holder: DIRECTOR }).code).toBe('VALID');
  });
});

describe('the bounds of a link', () => {
  it('follow its amendments, as they were made and as they are known', () => {
    const narrowed = withActs(mA, ['2025-05-01', { kind: 'amended', from: '2025-05-01', terms: { limits: terms(500_000).limits } }]);
    expect(ask([narrowed], { onDate: '2025-04-30' }).code).toBe('VALID');
    expect(ask([narrowed, mB], { onDate: '2025-05-01' })).toMatchObject({
      code: 'INVALID',
      failing: { stream: 'mandate-a', reasons: ['AMOUNT'] },
    });
    const back = withActs(mA, ['2025-05-01', { kind: 'amended', from: '2025-02-01', terms: { limits: terms(500_000).limits } }]);
    expect(ask([back], { onDate: '2025-04-30' }).code).toBe('VALID_THEN_CONTESTED_NOW');
    const widened = withActs(mA, [
      '2025-05-01',
      { kind: 'amended', from: '2025-02-01', to: '2025-03-01', terms: { limits: terms(90_000_000).limits } },
    ]);
    expect(ask([widened], { amountCents: 50_000_000 }).code).toBe('VALID_ONLY_WITH_HINDSIGHT');
    expect(ask([widened], { amountCents: 50_000_000, onDate: '2025-03-01' }).code).toBe('INVALID');
  });

  it.each<[string, Partial<LinkTerms>, Partial<AuthorityQuestion>, string]>([
    ['another power', {}, { power: 'subsidie-zorg' }, 'POWER'],
    ['another area', { territory: ['noord'] }, { areaCode: 'zuid' }, 'TERRITORY'],
    ['no area under a link with borders', { territory: ['noord'] }, {}, 'TERRITORY'],
    ['another case', { forCase: 'case-1' }, { forCase: 'case-2' }, 'OTHER_CASE'],
    ['no case under a link for one', { forCase: 'case-1' }, {}, 'OTHER_CASE'],
    ['another kind of act', {}, { kinds: ['powerOfAttorney'] }, 'OTHER_KIND'],
  ])('exclude %s', (_, some, question, reason) => {
    const narrow = link('mandate-a', COLLEGE, null, [['2025-01-13', grant('2025-01-01', DIRECTOR, terms(10_000_000, some))]]);
    expect(ask([narrow], question, { holdings: [] })).toMatchObject({ code: 'INVALID', failing: { reasons: [reason] } });
  });

  it('count use before the decision, in its year, for its beneficiary', () => {
    const limits = [{ amountCents: 1_500_000, per: 'beneficiaryYear' as const, vat: 'notApplicable' as const }];
    const yearly = link('mandate-a', COLLEGE, null, [['2025-01-13', grant('2025-01-01', DIRECTOR, terms(0, { limits }))]]);
    const used = (onDate: string, beneficiary: string | null) => ({ ...yearly, uses: [{ onDate, amountCents: 600_000, beneficiary }] });
    expect(ask([used('2025-02-01', 'welzijn')], { beneficiary: 'welzijn' }).failing?.reasons).toEqual(['AMOUNT']);
    expect(ask([used('2025-02-01', null)], { beneficiary: 'welzijn' }).code).toBe('INVALID');
    expect(ask([used('2025-02-01', 'welzijn')], {}).code).toBe('INVALID');
    expect(ask([used('2025-02-01', 'de-brug')], { beneficiary: 'welzijn' }).code).toBe('VALID');
    expect(ask([used('2025-03-01', 'welzijn')], { beneficiary: 'welzijn' }).code).toBe('VALID');
    expect(ask([used('2024-12-31', 'welzijn')], { beneficiary: 'welzijn' }).code).toBe('VALID');
    expect(ask([used('2025-02-01', 'welzijn')], { beneficiary: 'welzijn', amountCents: null }).code).toBe('VALID');
  });

  it('ask for a person when they are in words or on another VAT basis', () => {
    const conditions = ['Only after advice of the client council.'];
    const limits = [{ amountCents: 2_000_000, per: 'act' as const, vat: 'including' as const }];
    const worded = link('mandate-a', COLLEGE, null, [['2025-01-13', grant('2025-01-01', DIRECTOR, terms(0, { conditions, limits }))]]);
    expect(ask([worded], { vat: 'excluding' })).toMatchObject({
      code: 'VALID',
      humanCheckRequired: true,
      humanChecks: [
        { stream: 'mandate-a', why: 'CONDITION', text: conditions[0] },
        { stream: 'mandate-a', why: 'VAT_BASIS', text: '' },
      ],
    });
  });

  it('hold from the start when nobody recorded the act date, with a warning', () => {
    const imported = link('mandate-a', COLLEGE, null, [[null, grant('2025-01-01', DIRECTOR, toDirector)]]);
    expect(ask([imported], { onDate: '2025-01-08' })).toMatchObject({
      code: 'VALID',
      warnings: [{ ruleId: 'ACT_DATE_NOT_RECORDED', effect: 'W' }],
    });
    expect(ask([imported], { onDate: '2024-12-31' }).code).toBe('INVALID');
  });
});

describe('the joints of a chain', () => {
  it('need the permission of whoever granted the parent, at the time', () => {
    const silent = link('mandate-a', COLLEGE, null, [['2025-01-13', grant('2025-01-01', DIRECTOR, terms(10_000_000))]]);
    expect(ask([silent, mB], {}).failing?.reasons).toEqual(['SUB_MANDATE_NOT_ALLOWED']);
    expect(authorityRefusal(ask([silent, mB], {}))).toMatchObject({ ruleId: 'M10', legalBasis: 'Awb 10:9' });
    const allowedLater = withActs(silent, ['2025-05-01', { kind: 'amended', from: '2025-01-01', terms: { subMandateAllowed: true } }]);
    expect(ask([allowedLater, mB], {}).code).toBe('VALID_ONLY_WITH_HINDSIGHT');
    const withdrawnLater = withActs(mA, ['2025-02-01', { kind: 'amended', from: '2025-02-01', terms: { subMandateAllowed: false } }]);
    expect(ask([withdrawnLater, mB], {}).code).toBe('VALID');
    const ahead = link('mandate-a', COLLEGE, null, [['2025-01-13', grant('2025-02-01', DIRECTOR, toDirector)]]);
    const below = link('mandate-b', DIRECTOR, 'mandate-a', [['2025-01-14', grant('2025-02-01', TEAM_MANAGER, terms(2_500_000))]]);
    expect(ask([ahead, below], {}).code).toBe('VALID');
    const third = link('mandate-d', TEAM_MANAGER, 'mandate-b', [['2025-02-01', grant('2025-02-01', 'post-adviser', terms(100_000))]]);
    expect(ask([mA, mB, third], { amountCents: 1 }).failing).toMatchObject({ stream: 'mandate-d', reasons: ['SUB_MANDATE_NOT_ALLOWED'] });
  });

  it('connect each link to the one above, and the first to the body', () => {
    expect(ask([mB], {}).failing?.reasons).toEqual(['CHAIN_BROKEN']);
    expect(ask([mA], {}, { body: 'party-mayor', holdings: [] }).failing?.reasons).toEqual(['CHAIN_BROKEN']);
    expect(ask([mA, { ...mB, parent: 'mandate-x' }], {}).failing?.reasons).toEqual(['CHAIN_BROKEN']);
    expect(ask([{ ...mA, kind: 'signingMandate' }], {}).failing?.reasons).toEqual(['OTHER_KIND']);
  });
});

describe("the body's own power", () => {
  it('carries its own decisions, with a chain of no links', () => {
    expect(ask([], { onDate: '2025-06-23' })).toMatchObject({ code: 'VALID', chain: [], warnings: [] });
  });

  it('is a warning when nobody recorded it', () => {
    expect(ask([], {}, { holdings: [] })).toMatchObject({ code: 'VALID', warnings: [{ ruleId: 'M2', effect: 'W' }] });
  });

  it('is lacking when it was attributed to another, or delegated away', () => {
    const toCouncil = link('mandate-9', null, null, [['2025-01-06', grant('2024-01-01', 'party-council', terms(0, { limits: [] }))]]);
    expect(ask([mA], {}, { holdings: [toCouncil] })).toMatchObject({ code: 'INVALID', failing: { reasons: ['HELD_BY_ANOTHER_BODY'] } });
    const delegated = {
      ...link('mandate-8', COLLEGE, null, [['2025-01-06', grant('2025-03-01', 'party-committee', terms(0, { limits: [] }))]]),
    };
    const holdings = [attribution, { ...delegated, kind: 'delegation' as const }];
    expect(ask([], { onDate: '2025-02-28' }, { holdings }).code).toBe('VALID');
    const away = ask([], { onDate: '2025-03-01' }, { holdings });
    expect(authorityRefusal(away)).toMatchObject({ ruleId: 'G2', legalBasis: 'Awb 10:17' });
    expect(ask([], { onDate: '2025-03-01' }, { holdings, body: 'party-committee' }).code).toBe('VALID');
    expect(authorityRefusal(ask([], {}, { holdings: [toCouncil] }))?.ruleId).toBe('M2');
  });
});

describe('any history of a chain', () => {
  const day = fc.nat({ max: 60 }).map((index) => addDays('2025-01-01', index));
  const effect: fc.Arbitrary<ActEffect> = fc.oneof(
    fc.record({ kind: fc.constant('revoked' as const), from: day }),
    fc.record({ kind: fc.constant('lapsed' as const), from: day }),
    fc.record({ kind: fc.constant('suspended' as const), from: day, until: fc.option(day) }),
    fc.record({ kind: fc.constant('resumed' as const), from: day }),
    fc.record({ kind: fc.constant('termChanged' as const), from: day, until: fc.option(day) }),
    fc.record({ kind: fc.constant('consented' as const), by: fc.constantFrom('holder' as const, 'organisation' as const), from: day }),
    fc.record({
      kind: fc.constant('amended' as const),
      from: day,
      terms: fc.nat({ max: 3 }).map((million) => ({ limits: terms(million * 1_000_000).limits })),
    }),
  );
  const acts = fc.array(fc.tuple(day, effect), { maxLength: 6 });
  const consentsNeeded = fc.constantFrom<('holder' | 'organisation')[]>([], ['holder']);
  const chain = fc
    .record({ grantA: day, fromA: day, grantB: day, fromB: day, actsA: acts, actsB: acts, consentsNeeded })
    .map(({ grantA, fromA, grantB, fromB, actsA, actsB, consentsNeeded: needed }) => [
      link('mandate-a', COLLEGE, null, [[grantA, grant(fromA, DIRECTOR, toDirector, { consentsNeeded: needed })], ...actsA]),
      link('mandate-b', DIRECTOR, 'mandate-a', [[grantB, grant(fromB, TEAM_MANAGER, terms(2_500_000))], ...actsB]),
    ]);

  it('never changes then by an act done later, and leaves now alone if that act works later too', () => {
    fc.assert(
      fc.property(chain, day, effect, fc.integer({ min: 1, max: 40 }), fc.boolean(), (links, onDate, later, days, onChild) => {
        const actDate = addDays(onDate, days);
        const extended = links.map((each, index) => (index === Number(onChild) ? withActs(each, [actDate, later]) : each));
        const [before, after] = [ask(links, { onDate }), ask(extended, { onDate })];
        expect(after.then.valid).toBe(before.then.valid);
        expect(after.then.failures.map(({ reasons }) => reasons)).toEqual(before.then.failures.map(({ reasons }) => reasons));
        if (later.from > onDate) expect(after.now.valid).toBe(before.now.valid);
      }),
      { numRuns: 500 },
    );
  });

  it('is valid exactly inside the periods in force, as known and as done by then', () => {
    fc.assert(
      fc.property(chain, day, (links, onDate) => {
        const verdict = ask(links, { onDate, amountCents: null });
        const inside = (doneBy: string | null) =>
          periodsInForce(links, doneBy).some(({ from, until }) => from <= onDate && (until === null || onDate < until));
        const permitted = (valid: 'then' | 'now') =>
          !verdict[valid].failures.some(({ reasons }) => reasons.includes('SUB_MANDATE_NOT_ALLOWED'));
        if (permitted('now')) expect(verdict.now.valid).toBe(inside(null));
        if (permitted('then')) expect(verdict.then.valid).toBe(inside(onDate));
        expect(verdict.code === 'VALID').toBe(verdict.then.valid && verdict.now.valid);
      }),
      { numRuns: 500 },
    );
  });

  it('never becomes valid by another link below, a higher amount or a revocation', () => {
    fc.assert(
      fc.property(chain, day, fc.nat({ max: 3_000_000 }), day, (links, onDate, amountCents, revokedFrom) => {
        const whole = ask(links, { onDate, amountCents });
        const above = ask(links.slice(0, 1), { onDate, amountCents });
        if (whole.now.valid) expect(above.now.valid).toBe(true);
        if (whole.now.valid) expect(ask(links, { onDate, amountCents: Math.floor(amountCents / 2) }).now.valid).toBe(true);
        const revoked = [withActs(links[0]!, ['2025-01-01', { kind: 'revoked', from: revokedFrom }]), links[1]!];
        if (ask(revoked, { onDate, amountCents }).now.valid) expect(whole.now.valid).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
