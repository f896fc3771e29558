import { join } from 'node:path';
import { inProcess } from './ledgers/built-ledger.js';
import type { Projected, ProjectionDone } from './ledgers/postgres-process.js';
import type { Figure, Part } from './measuring/part.js';
import { count } from './measuring/words.js';

const AIMED_PER_SECOND = 10_000;

/** The views of a ledger in PostgreSQL: built, and then following it. */
export const postgresProjection: Part = {
  name: 'postgres',
  title: 'Projecting into PostgreSQL, whose server has the same two cores',
  async run({ ledgers, events, progress }) {
    const ledger = await ledgers.of(events / 10);
    progress(`projecting ${count(ledger.events)} events`);
    const script = new URL('./ledgers/postgres-process.js', import.meta.url);
    const { built, followed } = await inProcess<ProjectionDone>(script, [join(ledger.dataDir, 'ledger'), String(ledger.events)]);
    return [figureOf('a build', built), figureOf('following, with all indexes', followed)];
  },
};

function figureOf(name: string, { events, seconds, processorSeconds }: Projected): Figure {
  const perSecond = events / seconds;
  return {
    name: `${name}: ${count(events)} events`,
    value: `${count(Math.round(perSecond))}/s`,
    detail: `${seconds.toFixed(1)} s; ${((processorSeconds / events) * 1e6).toFixed(0)} µs of processor time an event on our side`,
    goal: `≥ ${count(AIMED_PER_SECOND)}/s`,
    met: perSecond >= AIMED_PER_SECOND,
  };
}
