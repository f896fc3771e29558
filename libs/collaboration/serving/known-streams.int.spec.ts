import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LedgerEvent } from '../../ledger/envelope.js';
import { parseStream } from '../../ledger/ids.js';
import { evolveWith } from '../../ledger/registry.js';
import { isSealed } from '../../ledger/sealing.js';
import { sqliteInMemory, viewDatabases, type TestViews } from '../../views/testing/view-databases.js';
import { candidatesFor } from '../authority/candidates.js';
import { made, type AgreementWorld } from '../agreements/agreement/agreement.fixture.js';
import { network } from '../parties/network/network.js';
import { projections } from '../projections.js';
import { anyCommand, anyDay } from '../testing/any-command.js';
import { recordAll } from '../testing/record-all.js';
import { people } from '../testing/small-town.js';
import { foundWholeTown } from '../testing/whole-town.js';
import { KnownStreams } from './known-streams.js';
import { RememberedStreams } from './remembered-streams.js';
import { RequestScope, type Serving } from './request-scope.js';

/** Few enough that some are forgotten on the way. */
const FEW = 40;

/** One question in a snapshot of its own, with how many times streams were read for it. */
async function asking<Answer>(
  { views, town }: { readonly views: TestViews; readonly town: AgreementWorld },
  remembered: RememberedStreams,
  question: (scope: RequestScope) => Promise<Answer>,
): Promise<{ answer: Answer; reads: number }> {
  const { registry } = town.ledger;
  const scope = new RequestScope({ views, registry, remembered } as unknown as Serving, undefined, { party: null, seesAll: true });
  const { snapshot } = scope;
  const streams = snapshot.streams.bind(snapshot);
  let reads = 0;
  snapshot.streams = (...given) => {
    reads += 1;
    return streams(...given);
  };
  try {
    return { answer: await question(scope), reads };
  } finally {
    await scope.close();
  }
}

const moment = fc.record({
  on: anyDay,
  power: fc.constantFrom('subsidie-welzijn', 'toegang-dagactiviteiten', 'vertegenwoordigen'),
  amountCents: fc.constantFrom(undefined, 2_000_000, 9_000_000),
  /** Share of the history that was known. */
  known: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe.each(viewDatabases())('questions about the past, in $name', (database) => {
  it('are answered alike with and without what is remembered, at any moment, while events arrive', async () => {
    let spared = 0;
    const parts = fc.array(fc.tuple(fc.array(anyCommand, { maxLength: 15 }), fc.array(moment, { minLength: 4, maxLength: 4 })), {
      minLength: 3,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(parts, fc.constantFrom(FEW, undefined), async (rounds, limit) => {
        const town = await foundWholeTown();
        const views = await database.open(town.ledger.store, projections);
        const remembered = new RememberedStreams(limit);
        let since: string | undefined;
        try {
          for (const [sequence, moments] of rounds) {
            since = (await recordAll(town, sequence, since)).today;
            const { seq } = await views.catchUp();
            const events = await town.ledger.events();
            for (const { known, ...args } of moments) {
              const knownAt = Math.round(known * seq);
              const asOf = { validAt: args.on, knownAt };
              const ask = (memory: RememberedStreams) =>
                asking({ views, town }, memory, (scope) => candidatesFor(scope, args as never, asOf));
              const [afresh, again] = [await ask(new RememberedStreams()), await ask(remembered)];
              expect(again.answer).toEqual(afresh.answer);
              if (again.reads < afresh.reads) spared += 1;
              await expectFolds({ views, town }, remembered, events.slice(0, knownAt));
            }
          }
        } finally {
          await views.close();
        }
      }),
      { numRuns: database.rounds(8) },
    );
    // What is never remembered would be answered alike too.
    expect(spared).toBeGreaterThan(0);
  });
});

/** Every stream that is known then is what its events fold to. */
async function expectFolds(
  on: { readonly views: TestViews; readonly town: AgreementWorld },
  remembered: RememberedStreams,
  events: readonly LedgerEvent[],
): Promise<void> {
  const { registry } = on.town.ledger;
  const folds = new Map<string, unknown>();
  for (const event of events) {
    const { stream } = event.envelope;
    const aggregate = registry.aggregate(parseStream(stream).aggregate)!;
    folds.set(stream, evolveWith(aggregate, folds.get(stream) ?? aggregate.initial, event));
  }
  const needs = [...folds.keys()].map(parseStream);
  const { answer } = await asking(on, remembered, (scope) => new KnownStreams(scope, events.length).gather({ needs: () => needs }));
  for (const { aggregate, id } of needs) {
    const { state, exists } = answer.of(registry.aggregate(aggregate)!, id);
    expect([aggregate, exists, state]).toEqual([aggregate, true, folds.get(`${aggregate}-${id}`)]);
  }
}

describe('what is remembered', () => {
  it('holds personal texts sealed, so that destroying a key needs nothing here', async () => {
    const town = await foundWholeTown();
    const contact = { network: made('N'), text: 'Over de inloop van mevrouw De Vries.', functions: ['wijkregisseur'] };
    await town.records(people.deBrug, 'KeepNetworkContact', contact);
    const views = await sqliteInMemory.open(town.ledger.store, projections);
    const { seq } = await views.catchUp();
    const remembered = new RememberedStreams();
    const needs = [{ aggregate: network.name, id: made('N') }];
    const ask = () => asking({ views, town }, remembered, (scope) => new KnownStreams(scope, seq).gather({ needs: () => needs }));
    expect([(await ask()).reads, (await ask()).reads]).toEqual([1, 0]);
    const kept = remembered.get(`network-${made('N')}`);
    const texts = JSON.stringify(kept, (_, value: unknown) => (isSealed(value) ? 'sealed' : value));
    expect(texts).toContain('"sealed"');
    expect(texts).not.toContain('De Vries');
    await views.close();
  });
});
