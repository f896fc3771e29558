import { join } from 'node:path';
import { inProcess, type BuiltLedger } from './ledgers/built-ledger.js';
import type { Projected, ProjectionDone, Reading } from './ledgers/postgres-process.js';
import type { Figure, Part } from './measuring/part.js';
import { count } from './measuring/words.js';

const AIMED_PER_SECOND = 10_000;

/** The views of a ledger in PostgreSQL: built, and then following it. */
export const postgresProjection: Part = {
  name: 'postgres',
  title: 'Projecting into PostgreSQL, whose server has its own settings and the same two cores',
  async run({ ledgers, events, progress }) {
    const whole = await projected(await ledgers.of(events), 'by stream', progress);
    const growing = await projected(await ledgers.of(events / 10), 'in order', progress);
    return [
      figureOf('a build, stream by stream', whole.built),
      figureOf('a build in the order of the log, as from EventStoreDB', growing.built),
      ...(growing.followed ? [figureOf('following, with all indexes', growing.followed)] : []),
    ];
  },
};

function projected({ dataDir, events }: BuiltLedger, reading: Reading, progress: (text: string) => void): Promise<ProjectionDone> {
  progress(`projecting ${count(events)} events ${reading}`);
  const script = new URL('./ledgers/postgres-process.js', import.meta.url);
  return inProcess<ProjectionDone>(script, [join(dataDir, 'ledger'), String(events), reading]);
}

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
