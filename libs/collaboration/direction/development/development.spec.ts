import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isSealed } from '../../../ledger/sealing.js';
import { made, SmallTown } from '../../testing/small-town.js';
import { development, type DevelopmentEvent } from './development.js';
import { developmentRegistration } from './development.resolver.js';
import { developmentProjection, type DevelopmentDoc } from './development.view.js';

const D = { development: made('D') };
const NEED = { need: 'Leren loslaten', party: made('municipality'), functions: ['wijkregisseur'], parties: [made('welzijn')] };
const SESSION = { ...D, kind: 'INTERVISION', about: 'Wanneer grijp je in?', functions: ['wijkregisseur', 'opbouwwerker'] };

describe('a development', () => {
  let town: SmallTown;
  beforeEach(async () => {
    town = (await SmallTown.found(developmentProjection, developmentRegistration.commands)).on('2025-02-03');
    await town.run('manager', 'NameDevelopmentNeed', NEED, 'D');
  });
  const docOn = async (date: string): Promise<DevelopmentDoc> => {
    const rows = developmentProjection.tables[0]!.rows(await town.ledger.state(development, made('D')), made('D'));
    return rows.find(({ validFrom, validTo }) => validFrom <= date && date < validTo)!.doc() as DevelopmentDoc;
  };

  it('starts with a need that a party names for itself', async () => {
    expect(await town.said('stranger', 'NameDevelopmentNeed', NEED)).toBe('FORBIDDEN');
    expect(await town.said('registrar', 'NameDevelopmentNeed', NEED)).toBe('DevelopmentNeedNamed');
    expect(await town.said('manager', 'NameDevelopmentNeed', { ...NEED, on: '2025-02-04' })).toBe('ACT_DATE_LATER_THAN_TODAY');
    expect(await docOn('2025-02-03')).toMatchObject({ need: 'Leren loslaten', functions: ['wijkregisseur'], sessions: [] });
  });

  it('goes on with sessions, steps and reflections by those who learn together', async () => {
    town.on('2025-03-03');
    expect(await town.said('stranger', 'HoldDevelopmentSession', SESSION)).toBe('NOT_FOUND');
    expect(await town.said('welzijn', 'HoldDevelopmentSession', { ...SESSION, on: '2025-02-10', parties: [made('de-brug')] })).toBe(
      'DevelopmentSessionHeld',
    );
    expect(
      await town.said('deBrug', 'AgreeChangeStep', { ...D, change: 'Eerst vragen, dan doen', due: '2025-06-01', on: '2025-02-20' }),
    ).toBe('DevelopmentStepAgreed');
    expect(await town.said('manager', 'ReflectOnDevelopment', { ...D, text: 'Het went.', step: 1, on: '2025-03-01' })).toBe(
      'DevelopmentReflectedOn',
    );
    expect(await town.said('manager', 'ReflectOnDevelopment', { ...D, text: 'Het went.', step: 2 })).toBe('BAD_USER_INPUT');
    expect(await town.said('manager', 'HoldDevelopmentSession', { ...SESSION, on: '2025-01-01' })).toBe('BAD_USER_INPUT');
    const counts = async (date: string) => {
      const { sessions, steps, reflections } = await docOn(date);
      return [sessions.length, steps.length, reflections.length];
    };
    expect(await Promise.all(['2025-02-09', '2025-02-10', '2025-02-20', '2025-03-01'].map(counts))).toEqual([
      [0, 0, 0],
      [1, 0, 0],
      [1, 1, 0],
      [1, 1, 1],
    ]);
  });

  it('names functions and no persons, and seals what somebody says of the own learning', async () => {
    await town.run('manager', 'HoldDevelopmentSession', SESSION);
    await town.run('manager', 'ReflectOnDevelopment', { ...D, text: 'Het went.' });
    const events = (await town.ledger.events()).filter(({ envelope }) => envelope.stream === `development-${made('D')}`);
    expect(events.map(({ envelope }) => envelope.audience.level)).toEqual(['internal', 'internal', 'internal']);
    expect(isSealed((events.at(-1)!.data as { text: unknown }).text)).toBe(true);
    expect(events.flatMap(({ data }) => Object.keys(data as object))).not.toEqual(expect.arrayContaining(['actor']));
  });

  it('is corrected in its words', async () => {
    await town.run('manager', 'HoldDevelopmentSession', SESSION);
    await town.run('manager', 'CorrectDevelopment', { ...D, field: 'NEED', value: 'Durven loslaten', reason: 'Verschrijving' });
    await town.run('manager', 'CorrectDevelopment', {
      ...D,
      field: 'SESSION',
      session: 1,
      value: 'Wanneer niet?',
      reason: 'Verschrijving',
    });
    expect(await town.said('manager', 'CorrectDevelopment', { ...D, field: 'SESSION', session: 2, value: 'x', reason: 'x' })).toBe(
      'BAD_USER_INPUT',
    );
    expect(await docOn('2025-02-03')).toMatchObject({ need: 'Durven loslaten', sessions: [{ about: 'Wanneer niet?' }] });
  });
});

describe('whatever was stored of a development', () => {
  it('folds in any order, and shows every day once', () => {
    const on = fc.constantFrom('2025-01-06', '2025-02-01', '2025-03-01');
    const text = fc.constantFrom('Zo', 'Anders');
    const number = fc.integer({ min: 1, max: 3 });
    const event = fc.oneof(
      fc.record({ type: fc.constant('DevelopmentNeedNamed'), data: fc.record({ need: text, party: text, on }) }),
      fc.record({ type: fc.constant('DevelopmentSessionHeld'), data: fc.record({ session: number, about: text, on }) }),
      fc.record({ type: fc.constant('DevelopmentStepAgreed'), data: fc.record({ step: number, change: text, on }) }),
      fc.record({ type: fc.constant('DevelopmentReflectedOn'), data: fc.record({ reflection: number, text, on }) }),
      fc.record({
        type: fc.constant('DevelopmentCorrected'),
        data: fc.record({ field: fc.constantFrom('NEED', 'SESSION'), session: number, value: text }),
      }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 8 }), (events) => {
        const told = events.map((one) => ({ ...one, envelope: { id: 'e', audience: { level: 'internal', parties: ['p'] } } }));
        const state = (told as unknown as DevelopmentEvent[]).reduce(development.evolve, development.initial);
        const rows = developmentProjection.tables[0]!.rows(state, 'one');
        expect(rows.length > 0).toBe(events.some(({ type }) => type === 'DevelopmentNeedNamed'));
        rows.slice(1).forEach((row, index) => expect(row.validFrom).toBe(rows[index]!.validTo));
      }),
    );
  });
});
