import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Fault } from '../../../ledger/errors.js';
import { addDays } from '../../../ledger/local-date.js';
import { made, SmallTown, type PersonName } from '../../testing/small-town.js';
import type { DevelopmentEvent } from './development.js';
import { developmentRegistration } from './development.resolver.js';
import { developmentProjection, type DevelopmentDoc } from './development.view.js';

const D = { development: made('D') };
const NEED = { need: 'Leren loslaten', party: made('municipality'), functions: ['wijkregisseur'], parties: [made('welzijn')] };

const FIRST = '2025-01-06';
const day = (offset: number): string => addDays(FIRST, offset);
const date = fc.integer({ min: -2, max: 40 }).map(day);
const text = fc.constantFrom('Zo', 'Anders');
const number = fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined });
const who = fc.constantFrom<PersonName[]>('manager', 'welzijn', 'deBrug', 'stranger');
const asked = (command: string, input: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record({ command: fc.constant(command), who, input: fc.record(input), later: fc.constantFrom(0, 2, 6) });
const anyCommand = fc.oneof(
  asked('HoldDevelopmentSession', { kind: fc.constantFrom('TRAINING', 'COACHING'), about: text, functions: fc.constant(['f']), on: date }),
  asked('HoldDevelopmentSession', {
    kind: fc.constant('INTERVISION'),
    about: text,
    functions: fc.constant(['f']),
    parties: fc.constant([made('de-brug')]),
  }),
  asked('AgreeChangeStep', { change: text, on: date, due: fc.option(date, { nil: undefined }) }),
  asked('ReflectOnDevelopment', { text, step: number, on: date }),
  asked('CorrectDevelopment', { field: fc.constantFrom('NEED', 'SESSION'), session: number, value: text, reason: text }),
);

describe('whatever is recorded of a development', () => {
  it('is shown, on any day and as known at any moment, as reading the events one by one says', async () => {
    const question = fc.record({ validAt: date, known: fc.integer({ min: 0, max: 1_000 }) });
    const recorded = new Set<string>();
    const property = () =>
      fc.asyncProperty(
        fc.array(anyCommand, { minLength: 4, maxLength: 16 }),
        fc.array(question, { minLength: 6, maxLength: 6 }),
        async (sequence, questions) => {
          const town = (await SmallTown.found(developmentProjection, developmentRegistration.commands)).on(FIRST);
          await town.run('manager', 'NameDevelopmentNeed', NEED, 'D');
          let today = 1;
          for (const { command, who: by, input, later } of sequence) {
            town.on(day((today += later)));
            await town.run(by, command, { ...input, ...D }).catch((error: unknown) => expect(error).toBeInstanceOf(Fault));
          }
          const all = await town.ledger.events();
          all.forEach(({ type }) => recorded.add(type));
          await town.views(async (ask) => {
            for (const { validAt, known } of questions) {
              const knownAt = Math.round((known / 1_000) * all.length);
              const events = all.slice(0, knownAt).filter(({ envelope }) => envelope.stream.startsWith('development-'));
              const rows = await ask({ table: 'development', validAt, knownAt });
              expect(rows.map(({ doc }) => summary(doc as DevelopmentDoc))).toEqual(readOneByOne(events as DevelopmentEvent[], validAt));
            }
          });
        },
      );
    // What was never recorded was never compared; what is rare gets more rounds.
    const all = ['DevelopmentSessionHeld', 'DevelopmentStepAgreed', 'DevelopmentCorrected', 'DevelopmentReflectedOn'];
    for (let round = 0; round < 20 && !(round > 0 && all.every((one) => recorded.has(one))); round += 1)
      await fc.assert(property(), { numRuns: 25 });
    expect([...recorded]).toEqual(expect.arrayContaining(all));
  });
});

function summary({ need, sessions, steps, reflections }: DevelopmentDoc): object {
  return {
    need,
    sessions: sessions.map(({ session, about }) => `${session} ${about}`),
    steps: steps.map(({ step }) => step),
    reflections: reflections.map(({ reflection }) => reflection),
  };
}

function readOneByOne(events: readonly DevelopmentEvent[], day_: string): object[] {
  let need: string | undefined;
  const sessions = new Map<number, { about: string; on: string }>();
  const steps: number[] = [];
  const reflections: number[] = [];
  for (const { type, data } of events) {
    if (type === 'DevelopmentNeedNamed') need = data.need;
    if (type === 'DevelopmentSessionHeld') sessions.set(data.session, { about: data.about, on: data.on });
    if (type === 'DevelopmentStepAgreed' && data.on <= day_) steps.push(data.step);
    if (type === 'DevelopmentReflectedOn' && data.on <= day_) reflections.push(data.reflection);
    if (type === 'DevelopmentCorrected' && data.field === 'NEED') need = data.value;
    if (type === 'DevelopmentCorrected' && data.field === 'SESSION') sessions.get(data.session!)!.about = data.value;
  }
  if (need === undefined) return [];
  const held = [...sessions].filter(([, { on }]) => on <= day_).map(([session, { about }]) => `${session} ${about}`);
  return [{ need, sessions: held, steps, reflections }];
}
