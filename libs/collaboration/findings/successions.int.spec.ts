import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InProcessViews } from '../../views/testing/in-process-views.js';
import { DissolveParty, MergeParty, RegisterParty } from '../parties/party/party.commands.js';
import { dissolveParty, mergeParty, registerParty } from '../parties/party/party.decider.js';
import { EstablishPost } from '../parties/post/post.commands.js';
import { establishPost } from '../parties/post/post.decider.js';
import { projections } from '../projections.js';
import { mergedCount, mergedPage } from '../serving/merged-pages.js';
import { RequestScope, type Serving } from '../serving/request-scope.js';
import { ADMINISTRATOR, id, LedgerHarness, subjectIdOf, type Bound } from '../testing/ledger-harness.js';
import { successions } from './successions.js';

const bound = {
  party: [RegisterParty, registerParty, 'party'] satisfies Bound<RegisterParty>,
  merge: [MergeParty, mergeParty, 'party'] satisfies Bound<MergeParty>,
  dissolve: [DissolveParty, dissolveParty, 'party'] satisfies Bound<DissolveParty>,
  post: [EstablishPost, establishPost, 'post'] satisfies Bound<EstablishPost>,
};
/** More than are looked at together, so that a page spans several looks. */
const ENDED = 120;
const subject = (name: string) => subjectIdOf(id(name));

describe('what parties that are no more still have', () => {
  const ledger = new LedgerHarness(projections);
  let views: InProcessViews;
  let knownAt: number;

  beforeAll(async () => {
    const give = async (rule: Bound<any>, input: object, name?: string) => {
      expect(await ledger.execute(ADMINISTRATOR, rule, input, name)).toMatchObject({ kind: 'recorded' });
    };
    await give(bound.party, { name: 'Opvolger', kind: 'SOCIAL_ORGANISATION', from: '2020-01-01' }, 'successor');
    for (let number = 0; number < ENDED; number += 1) {
      const party = subject(`party ${number}`);
      await give(bound.party, { name: `Partij ${number}`, kind: 'SOCIAL_ORGANISATION', from: '2020-01-01' }, `party ${number}`);
      // One in three has two posts, the others have nothing that is open.
      for (const post of number % 3 === 0 ? ['a', 'b'] : [])
        await give(bound.post, { name: `Functie ${post}`, party, from: '2020-01-01' }, `post ${number} ${post}`);
      const on = `2024-0${1 + (number % 4)}-01`;
      await (number % 2 === 0
        ? give(bound.merge, { party, into: subject('successor'), on })
        : give(bound.dissolve, { party, on, reason: 'Klaar' }));
    }
    views = new InProcessViews(ledger.store, projections);
    knownAt = (await views.catchUp()).seq;
  });
  afterAll(() => views.close());

  /** The list in pages of a size, as `post since`. */
  async function listed(size: number, validAt: string, party?: string): Promise<string[]> {
    const scope = new RequestScope({ views: views as unknown as Serving['views'] } as Serving, undefined, { party: null, seesAll: false });
    Object.defineProperty(scope, 'snapshot', { value: views.snapshot() });
    const source = successions(scope, 'party', { validAt, knownAt }, ({ parties }) => !party || parties.includes(party));
    const seen: string[] = [];
    for (let after: readonly string[] | undefined; ;) {
      const page = await mergedPage([source], size, after);
      seen.push(...page.map(({ item }) => `${item.since} ${item.id}`));
      if (page.length < size) break;
      after = page.at(-1)!.place;
    }
    expect(await mergedCount([source])).toBe(seen.length);
    await scope.snapshot.close();
    return seen;
  }

  function expected(which: (number: number) => boolean): string[] {
    const numbers = Array.from({ length: ENDED }, (_, number) => number).filter((number) => number % 3 === 0 && which(number));
    return numbers.flatMap((number) => ['a', 'b'].map((post) => `2024-0${1 + (number % 4)}-01 ${subject(`post ${number} ${post}`)}`));
  }

  it.each([1, 7, 100])('is the same list in pages of %d, by the day they ended, each once', async (size) => {
    const seen = await listed(size, '2025-01-01');
    expect([...seen].sort()).toEqual(expected(() => true).sort());
    expect(seen.map((one) => one.slice(0, 10))).toEqual(seen.map((one) => one.slice(0, 10)).sort());
  });

  it('is only of those that ended by the day that is asked about', async () => {
    expect((await listed(7, '2024-02-15')).sort()).toEqual(expected((number) => number % 4 < 2).sort());
    expect(await listed(7, '2023-12-31')).toEqual([]);
  });

  it('concerns the successor too', async () => {
    expect((await listed(7, '2025-01-01', subject('successor'))).sort()).toEqual(expected((number) => number % 2 === 0).sort());
  });
});
