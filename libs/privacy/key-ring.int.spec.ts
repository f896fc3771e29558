import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type SealedText, sealContext } from '../ledger/sealing.js';
import { KEY_PLACES, type KeyPlace } from './testing/key-rings.js';

const CONTEXT = sealContext('event-1', 'note');
const STARTING_MS = 60_000;
let subjects = 0;

describe.each(Object.entries(KEY_PLACES))('a key ring in %s', (_, makePlace) => {
  let place: KeyPlace;
  const open: ReturnType<KeyPlace['ring']>[] = [];
  const node = () => {
    const ring = place.ring();
    open.push(ring);
    return ring;
  };
  const fresh = () => `subject-${(subjects += 1)}`;
  beforeAll(async () => {
    place = await makePlace();
  }, STARTING_MS);
  afterEach(async () => {
    for (const ring of open.splice(0)) await ring.close();
  });
  afterAll(() => place.close(), STARTING_MS);

  it('opens what another node sealed, several texts at once, and after that without waiting', async () => {
    const [one, other] = [node(), node()];
    const about = [fresh(), fresh()];
    await one.prepare(about);
    const values = about.map((subject) => one.seal(subject, `about ${subject}`, CONTEXT));
    const opened = await Promise.all([...values, ...values].map((value) => other.open(value, CONTEXT)));
    expect(opened).toEqual([...about, ...about].map((subject) => ({ kind: 'text', text: `about ${subject}` })));
    expect(other.open(values[0]!, CONTEXT)).toEqual({ kind: 'text', text: `about ${about[0]}` });
  });

  it('seals with no key that is not durable, and says when it has none', async () => {
    const ring = node();
    const subject = fresh();
    expect(() => ring.seal(subject, 'x', CONTEXT)).toThrow(/durable first/);
    await ring.prepare([subject, subject]);
    const value: SealedText = ring.seal(subject, 'x', CONTEXT);
    expect(await place.stored()).toContainEqual({ subject, version: 1, bytes: 32 });
    expect(await ring.open({ sealed: { ...value.sealed, subject: fresh() } }, CONTEXT)).toEqual({ kind: 'keyLost' });
    expect(await node().open({ sealed: { ...value.sealed, keyVersion: 2 } }, CONTEXT)).toEqual({ kind: 'keyLost' });
    await expect((async () => node().open(value, sealContext('event-2', 'note')))()).rejects.toThrow();
  });

  it('gives one key to nodes that prepare the same subjects at once, in whatever order', async () => {
    const nodes = [node(), node(), node(), node()];
    for (let round = 0; round < 10; round += 1) {
      const about = [fresh(), fresh(), fresh()];
      await Promise.all(nodes.map((ring, at) => ring.prepare(at % 2 ? about : [...about].reverse())));
      for (const subject of about)
        for (const by of nodes) {
          const value = by.seal(subject, 'x', CONTEXT);
          for (const reader of nodes) expect(await reader.open(value, CONTEXT)).toEqual({ kind: 'text', text: 'x' });
        }
      const stored = (await place.stored()).filter(({ subject }) => about.includes(subject));
      expect(stored.map(({ subject }) => subject)).toEqual([...about].sort());
    }
  });
});
