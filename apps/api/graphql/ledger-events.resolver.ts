import { Inject } from '@nestjs/common';
import { Args, createUnionType, Field, ObjectType, Resolver, Subscription } from '@nestjs/graphql';
import { PositionScalar } from '../../../libs/collaboration/registration/scalars.js';
import { LedgerEvent, presentEvent } from '../../../libs/collaboration/serving/ledger-event.type.js';
import type { RequestScope } from '../../../libs/collaboration/serving/request-scope.js';
import { Scope } from '../../../libs/collaboration/serving/scope.decorator.js';
import { Fault } from '../../../libs/ledger/errors.js';
import type { JournalEntry, JournalQuery, ReadModels } from '../../../libs/views/read-models.js';
import { LedgerNode } from '../node/ledger-node.js';
import { afterSeq, EventFilter } from './events.resolver.js';

@ObjectType({ description: 'Everything up to here was delivered; what follows is new.' })
export class CaughtUp {
  @Field(() => PositionScalar, { description: 'Give it as `after` to go on from here.' })
  position!: string;
}

const LedgerFeedItem = createUnionType({ name: 'LedgerFeedItem', types: () => [LedgerEvent, CaughtUp] as const });

/** Entries read at once; the reader's own pace decides when the next are read, so nothing piles up. */
const FEED_BATCH = 100;
/** A consumer that leaves one item untaken this long is closed with its last cursor. */
const SLOW_CONSUMER_MS = 60_000;

type Feed = AsyncGenerator<{ ledgerEvents: LedgerEvent | CaughtUp }>;

@Resolver()
export class LedgerEventsResolver {
  constructor(@Inject(LedgerNode) private readonly node: LedgerNode) {}

  @Subscription(() => LedgerFeedItem, {
    description: 'Everything after a position, then live, in order, without gap or duplicate, as far as you may see it; `CaughtUp` marks each time the feed reaches the head.',
  })
  async ledgerEvents(
    @Scope() scope: RequestScope,
    @Args('after', { type: () => PositionScalar, nullable: true, description: 'The position of the last event seen; default the beginning.' }) after?: string,
    @Args('filter', { type: () => EventFilter, nullable: true }) filter?: EventFilter,
  ): Promise<Feed> {
    // A token of another ledger, generation or beyond the head is refused before the feed starts.
    const start = after ? await afterSeq(scope, after) : 0;
    await scope.close();
    return feed(scope, this.node.views, { ...filter, viewer: scope.viewer }, start);
  }
}

async function* feed(scope: RequestScope, views: ReadModels, query: Omit<JournalQuery, 'limit' | 'after' | 'upTo'>, start: number): Feed {
  const wake = new Wake();
  const stop = views.onProjected(() => wake.ring());
  let after = start;
  let last: string | undefined;
  let announced = -1;
  try {
    for (;;) {
      const heard = wake.count;
      const { entries, head } = await readBatch(scope, query, after);
      for (const entry of entries) {
        const event = presentEvent(scope, entry);
        const taken = performance.now();
        yield { ledgerEvents: Object.assign(new LedgerEvent(), event) };
        last = event.position;
        after = entry.seq;
        if (performance.now() - taken > SLOW_CONSUMER_MS) throw tooSlow(last);
      }
      if (entries.length === FEED_BATCH) continue;
      if (head.seq !== announced) {
        announced = head.seq;
        after = Math.max(after, head.seq);
        yield { ledgerEvents: Object.assign(new CaughtUp(), { position: scope.serving.positions.encode(head.position) }) };
      }
      await wake.after(heard);
    }
  } finally {
    stop();
    wake.ring();
  }
}

/** One short snapshot per batch: the next batch sees what was projected since. */
async function readBatch(scope: RequestScope, query: Omit<JournalQuery, 'limit' | 'after' | 'upTo'>, after: number): Promise<{ entries: readonly JournalEntry[]; head: { seq: number; position: JournalEntry['position'] } }> {
  const snapshot = scope.serving.views.snapshot();
  try {
    const head = await snapshot.head();
    return { head, entries: await snapshot.journal({ ...query, after, upTo: head.seq, limit: FEED_BATCH }) };
  } finally {
    await snapshot.close();
  }
}

function tooSlow(position: string): Fault {
  return new Fault('LIMIT_EXCEEDED', 'this subscription was read too slowly; subscribe again after the last position you have', { after: position });
}

/** Rings when something new may be read; whoever heard an older ring does not wait. */
class Wake {
  count = 0;
  private waiting: (() => void)[] = [];

  ring(): void {
    this.count += 1;
    for (const resume of this.waiting.splice(0)) resume();
  }

  after(count: number): Promise<void> {
    return this.count > count ? Promise.resolve() : new Promise((resolve) => this.waiting.push(resolve));
  }
}
