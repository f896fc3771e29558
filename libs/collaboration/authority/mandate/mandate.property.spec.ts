import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { linkState, periodsInForce } from '../../../law/link-history.js';
import { Fault } from '../../../ledger/errors.js';
import { addDays, daysBetween } from '../../../ledger/local-date.js';
import { contains } from '../../../ledger/period.js';
import { at } from '../../../ledger/timeline.js';
import type { LedgerEvent } from '../../../ledger/envelope.js';
import { BEGIN_OF_TIME, END_OF_TIME } from '../../../views/view-definition.js';
import { authorityLink, mandate, type MandateState } from './mandate.js';
import { mandateEvents, type GrantData, type MandateEvent } from './mandate-events.js';
import { mandateProjection, type MandateDoc } from './mandate.view.js';
import { actors, bound, college, INSTRUMENT, made, powers, rivierenoord, welzijnDirector } from './testing/rivierenoord.js';

const FIRST = '2025-01-01';
/** First day of the story of the harness. */
const START = '2025-01-06';
const DAYS = 40;
const day = (offset: number) => addDays(FIRST, offset);
const offset = fc.integer({ min: 0, max: DAYS - 1 });
const until = fc.option(offset, { nil: undefined });

type Act =
  | { readonly kind: 'consent'; readonly by: 'holder' | 'organisation'; readonly on: number }
  | { readonly kind: 'suspend'; readonly from: number; readonly until: number | undefined }
  | { readonly kind: 'resume'; readonly from: number }
  | { readonly kind: 'revoke'; readonly from: number }
  | { readonly kind: 'limit'; readonly from: number; readonly cents: number };
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constant('consent' as const), by: fc.constantFrom('holder' as const, 'organisation' as const), on: offset }),
  fc.record({ kind: fc.constant('suspend' as const), from: offset, until }),
  fc.record({ kind: fc.constant('resume' as const), from: offset }),
  fc.record({ kind: fc.constant('revoke' as const), from: offset }),
  fc.record({ kind: fc.constant('limit' as const), from: offset, cents: fc.integer({ min: 1, max: 9 }) }),
);
const history = fc.record({
  from: offset,
  until,
  needed: fc.subarray(['holder', 'organisation'] as const),
  acts: fc.array(act, { maxLength: 12 }),
});
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

describe('whatever is recorded', () => {
  it('is in force on exactly the days a day-by-day reading says', () => {
    fc.assert(
      fc.property(history, (given) => {
        const state = fold(given);
        const link = authorityLink(state);
        const known = link && linkState(link, null);
        const expected = oracle(given);
        const periods = link ? periodsInForce([link]) : [];
        for (let index = 0; index < DAYS; index += 1) {
          const today = expected[index]!;
          expect([index, periods.some((period) => contains(period, day(index)))]).toEqual([index, today.inForce]);
          const limits = known && at(known.terms.limits, day(index));
          expect([index, limits?.[0]?.amountCents]).toEqual([index, today.cents]);
        }
      }),
    );
  });

  it('shows as rows that cover every day once, with the status and limits of that day', () => {
    fc.assert(
      fc.property(history, (given) => {
        const rows = mandateProjection.tables[0]?.rows(fold(given), 'one') ?? [];
        expect([rows[0]?.validFrom, rows.at(-1)?.validTo]).toEqual([BEGIN_OF_TIME, END_OF_TIME]);
        for (let index = 1; index < rows.length; index += 1) expect(rows[index]?.validFrom).toBe(rows[index - 1]?.validTo);
        oracle(given).forEach(({ inForce, cents }, index) => {
          const row = rows.find(({ validFrom, validTo }) => validFrom <= day(index) && day(index) < validTo);
          expect([index, row?.columns.status === 'IN_FORCE']).toEqual([index, inForce]);
          if (index >= given.from) expect([index, (row?.doc() as MandateDoc).terms.limits[0]?.amountCents]).toEqual([index, cents]);
        });
      }),
    );
  });
});

describe('whatever is asked', () => {
  const command = fc.record({
    what: fc.constantFrom(
      'consent',
      'refuse',
      'allowSub',
      'amend',
      'suspend',
      'resume',
      'revoke',
      'registerRevocation',
      'instruct',
      'ask',
      'makeKnown',
      'noteEnd',
      'correct',
    ),
    who: fc.constantFrom(...Object.values(actors)),
    today: offset,
    from: offset,
    until,
    as: fc.constantFrom('holder' as const, 'organisation' as const),
    written: fc.boolean(),
  });

  it('is recorded, refused or told to be wrong, and never breaks the fold or the views', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 10 }), async (commands) => {
        const ledger = (await rivierenoord()).on(START);
        const holder = { kind: 'mandate', body: college, holderPost: welzijnDirector, powers: powers('subsidie-welzijn') } as const;
        await ledger.execute(actors.college, bound.grant, { ...holder, from: '2025-01-10', instrument: INSTRUMENT }, 'subject');
        for (const one of [...commands].sort((a, b) => a.today - b.today)) {
          ledger.on(day(Math.max(one.today, daysBetween(FIRST, START))));
          const input = inputOf(one);
          const outcome = await ledger.execute(one.who, bound[one.what as 'consent'], input as never).catch((error: unknown) => error);
          if (outcome instanceof Error) expect(outcome).toBeInstanceOf(Fault);
        }
        expect((await ledger.events()).length).toBeGreaterThan(0);
      }),
      { numRuns: 15 },
    );
  });

  function inputOf({
    what,
    from,
    until: end,
    as,
    written,
  }: {
    what: string;
    from: number;
    until: number | undefined;
    as: string;
    written: boolean;
  }) {
    const subject = { mandate: made('subject') };
    const period = { from: day(from), ...(end === undefined ? {} : { until: day(end) }) };
    const paper = written ? { instrument: INSTRUMENT } : {};
    switch (what) {
      case 'consent':
        return { ...subject, as };
      case 'refuse':
        return { ...subject, as, reason: 'Nee' };
      case 'allowSub':
        return { ...subject, from: day(from), ...paper };
      case 'amend':
        return { ...subject, ...period, ...paper, limits: [{ amountCents: from }], reason: 'Anders' };
      case 'suspend':
        return { ...subject, ...period, reason: 'Onderzoek' };
      case 'resume':
        return { ...subject, from: day(from) };
      case 'revoke':
        return { ...subject, from: day(from), ...paper };
      case 'registerRevocation':
        return { ...subject, from: day(from), source: 'Archief', ...paper };
      case 'instruct':
        return { ...subject, ...period, text: 'Let op' };
      case 'ask':
        return { ...subject, question: 'Hoe vaak?', due: day(from) };
      case 'makeKnown':
        return { ...subject, publication: 'gmb-1', on: day(from) };
      case 'noteEnd':
        return { ...subject, cause: 'EXPIRED', on: day(from) };
      default:
        return { ...subject, revision: from % 4, field: 'INSTRUMENT', value: 'gmb-2', reason: 'Tikfout' };
    }
  }
});

/** A register kept by hand: one line per day, in which each field holds the number of the act that wrote it. */
interface Line {
  readonly term: boolean;
  readonly consents: Set<string>;
  suspended: number | null;
  ended: number | null;
  limit: number | null;
}

function oracle({ from, until: end, needed, acts }: History): { inForce: boolean; cents: number | undefined }[] {
  const lines: Line[] = Array.from({ length: DAYS }, (_, index) => ({
    term: index >= from && (end === undefined || index < end),
    consents: new Set<string>(),
    suspended: null,
    ended: null,
    limit: index >= from ? -1 : null,
  }));
  const write = (field: 'suspended' | 'ended' | 'limit', start: number, stop: number, value: number | null) => {
    for (const line of lines.slice(start, stop)) line[field] = value;
  };
  const nextChange = (field: 'suspended' | 'ended' | 'limit', start: number) => {
    const next = lines.findIndex((line, index) => index > start && line[field] !== lines[index - 1]![field]);
    return next < 0 ? DAYS : next;
  };
  acts.forEach((one, number) => {
    if (one.kind === 'consent') for (const line of lines.slice(one.on)) line.consents.add(one.by);
    if (one.kind === 'suspend') write('suspended', one.from, one.until ?? DAYS, number);
    if (one.kind === 'resume') write('suspended', one.from, nextChange('suspended', one.from), null);
    if (one.kind === 'revoke' && lines[one.from]!.ended === null) write('ended', one.from, nextChange('ended', one.from), number);
    if (one.kind === 'limit') write('limit', one.from, nextChange('limit', one.from), number);
  });
  const cents = (written: number | null) =>
    written === null ? undefined : written < 0 ? GRANTED_CENTS : (acts[written] as { cents: number }).cents;
  return lines.map((line) => ({
    inForce: line.term && needed.every((by) => line.consents.has(by)) && line.suspended === null && line.ended === null,
    cents: cents(line.limit),
  }));
}

const GRANTED_CENTS = 100;

/** The same history as events. */
function fold({ from, until: end, needed, acts }: History): MandateState {
  const grant: GrantData = {
    kind: 'mandate',
    grantor: { kind: 'party', id: 'body', party: 'body' },
    holder: { kind: 'post', id: 'post', party: 'organisation' },
    organisation: 'organisation',
    holderOrganisation: 'organisation',
    from: day(from),
    ...(end === undefined ? {} : { until: day(end) }),
    terms: {
      powers: { kind: 'listed', powers: [] },
      limits: limits(GRANTED_CENTS),
      territory: [],
      conditions: [],
      forCase: null,
      subMandateAllowed: false,
    },
    consentsNeeded: [...needed],
    findings: [],
  };
  const events = [event(0, mandateEvents.granted.type, grant), ...acts.map((one, index) => actEvent(index + 1, one))];
  return events.reduce((state, one) => mandate.evolve(state, one), mandate.initial);
}

function actEvent(revision: number, one: Act): MandateEvent {
  switch (one.kind) {
    case 'consent':
      return event(revision, mandateEvents.consentGiven.type, { by: one.by }, day(one.on));
    case 'suspend': {
      const data = { from: day(one.from), reason: 'x', findings: [], ...(one.until === undefined ? {} : { until: day(one.until) }) };
      return event(revision, mandateEvents.suspended.type, data);
    }
    case 'resume':
      return event(revision, mandateEvents.resumed.type, { from: day(one.from), findings: [] });
    case 'revoke':
      return event(revision, mandateEvents.revoked.type, { from: day(one.from), findings: [] });
    case 'limit':
      return event(revision, mandateEvents.amended.type, {
        from: day(one.from),
        terms: { limits: limits(one.cents) },
        reason: 'x',
        findings: [],
      });
  }
}

function limits(amountCents: number): GrantData['terms']['limits'] {
  return [{ amountCents, per: 'act', vat: 'notApplicable' }];
}

function event(revision: number, type: MandateEvent['type'], data: unknown, actDate?: string): MandateEvent {
  const envelope = {
    stream: 'mandate-one',
    revision,
    id: `event ${revision}`,
    origin: { kind: 'firsthand' },
    audience: { level: 'public', parties: [] },
    actDate,
  };
  return { type, data, envelope } as unknown as LedgerEvent as MandateEvent;
}
