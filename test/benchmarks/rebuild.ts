import { join } from 'node:path';
import { inProcess } from './ledgers/built-ledger.js';
import type { PlainInsertsDone } from './ledgers/plain-inserts-process.js';
import { count, megabytes } from './measuring/words.js';
import type { Figure, Part } from './measuring/part.js';

const AIMED_PER_SECOND = 20_000;
/** All aggregates may make a rebuild slower than the first four did, but no more than to this part of their rate. */
const AIMED_OF_SPINE = 0.9;
/** How much more memory a log ten times as long may take: none that grows with it. */
const AIMED_GROWTH = 1.3;

/** The views of a whole log, indexes included, beside inserting the rows that come of it. */
export const rebuild: Part = {
  name: 'rebuild',
  title: 'Rebuild of the views, beside a plain loop of prepared inserts of the same rows',
  async run({ ledgers, events, progress }) {
    const small = await ledgers.of(events / 10);
    const large = await ledgers.of(events);
    progress('the same rows, plainly inserted');
    const plain = await inProcess<PlainInsertsDone>(new URL('./ledgers/plain-inserts-process.js', import.meta.url), [
      join(large.dataDir, 'ledger'),
    ]);
    const perSecond = events / large.build.seconds;
    const spine = await ledgers.of(events, 'spine');
    const ofSpine = events / spine.build.seconds;
    const growth = large.build.peakBytes / small.build.peakBytes;
    const peak = (bytes: number, at: number): Figure => ({ name: `peak memory at ${count(at)} events`, value: megabytes(bytes) });
    return [
      {
        name: `${count(events)} events of parties, posts, mandates and decisions`,
        value: `${count(Math.round(ofSpine))}/s`,
        detail: `${spine.build.seconds.toFixed(1)} s`,
        goal: `≥ ${count(AIMED_PER_SECOND)}/s`,
        met: ofSpine >= AIMED_PER_SECOND,
      },
      {
        name: `${count(events)} events of all aggregates`,
        value: `${count(Math.round(perSecond))}/s`,
        detail: `${large.build.seconds.toFixed(1)} s, ${(perSecond / ofSpine).toFixed(2)} of the first four's`,
        goal: `≥ ${AIMED_OF_SPINE} of the first four's`,
        met: perSecond / ofSpine >= AIMED_OF_SPINE,
      },
      {
        name: 'rebuild / plain inserts',
        value: (plain.seconds / large.build.seconds).toFixed(2),
        detail: `${count(plain.rows)} rows and the same indexes in ${plain.seconds.toFixed(1)} s`,
      },
      peak(small.build.peakBytes, small.events),
      {
        ...peak(large.build.peakBytes, large.events),
        detail: `${growth.toFixed(2)} times that of a tenth of the log`,
        goal: `≤ ${AIMED_GROWTH} times`,
        met: growth <= AIMED_GROWTH,
      },
    ];
  },
};
