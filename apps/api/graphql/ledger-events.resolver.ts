import { Inject } from '@nestjs/common';
import { Args, Context, createUnionType, Field, ObjectType, Resolver, Subscription } from '@nestjs/graphql';
import { PositionScalar } from '../../../libs/collaboration/registration/scalars.js';
import { LedgerEvent, presentEvent } from '../../../libs/collaboration/serving/ledger-event.type.js';
import type { RequestScope } from '../../../libs/collaboration/serving/request-scope.js';
import { Scope } from '../../../libs/collaboration/serving/scope.decorator.js';
import { Fault } from '../../../libs/ledger/errors.js';
import type { JournalEntry, JournalQuery, ReadModels } from '../../../libs/views/read-models.js';
import { LedgerNode } from '../node/ledger-node.js';
import { afterSeq, EventFilter } from './events.resolver.js';
import { SUBSCRIPTION_LIMITS } from './limits.js';

@ObjectType({
  description:
    'Everything up to here was delivered; what follows is new. Given when the feed first reaches the head, and each time it does so again.',
})
export class CaughtUp {
  @Field(() => PositionScalar, { description: 'Give it as `after` to go on from here.' })
  position!: string;
}

const LedgerFeedItem = createUnionType({ name: 'LedgerFeedItem', types: () => [LedgerEvent, CaughtUp] as const });

type Feed = AsyncGenerator<{ ledgerEvents: LedgerEvent | CaughtUp }>;

@Resolver()
export class LedgerEventsResolver {
  constructor(@Inject(LedgerNode) private readonly node: LedgerNode) {}

  @Subscription(() => LedgerFeedItem, {
    description:
      'Everything after a position, then live, in order, without gap or duplicate, as far as you may see it; `CaughtUp` marks each time the feed has reached the head.',
  })
  async ledgerEvents(
    @Scope() scope: RequestScope,
    @Context('stillAllowed') stillAllowed: () => Promise<void>,
    @Args('after', {
      type: () => PositionScalar,
      nullable: true,
      description: 'The position of the last event seen; default the beginning.',
    })
    after?: string,
    @Args('filter', { type: () => EventFilter, nullable: true }) filter?: EventFilter,
  ): Promise<Feed> {
    // A token of another ledger, generation or beyond the head is refused before the feed starts.
    const start = after ? await afterSeq(scope, after) : 0;
    await scope.close();
    return endable((wake) => feed({ scope, stillAllowed, query: { ...filter, viewer: scope.viewer }, start, wake }), this.node.views);
  }
}

interface FeedOptions {
  readonly scope: RequestScope;
  /** @throws Fault when the token has expired meanwhile */
  readonly stillAllowed: () => Promise<void>;
  readonly query: Omit<JournalQuery, 'limit' | 'after' | 'upTo'>;
  readonly start: number;
  readonly wake: Wake;
}

/** A feed that waits for news ends at once when its reader leaves: a generator alone would end only after the next event. */
function endable(start: (wake: Wake) => Feed, views: ReadModels): Feed {
  const wake = new Wake(views);
  const items = start(wake);
  const end = items.return.bind(items);
  items.return = (value) => {
    wake.end();
    return end(value);
  };
  return items;
}

async function* feed(options: FeedOptions): Feed {
  try {
    yield* follow(options);
  } finally {
    options.wake.end();
  }
}

async function* follow({ scope, stillAllowed, query, start, wake }: FeedOptions): Feed {
  let after = start;
  let unannounced = true;
  while (!wake.ended) {
    const heard = wake.count;
    await stillAllowed();
    const { entries, head } = await readBatch(scope, query, after);
    for (const entry of entries) {
      const event = presentEvent(scope, entry);
      const taken = performance.now();
      yield { ledgerEvents: Object.assign(new LedgerEvent(), event) };
      unannounced = true;
      after = entry.seq;
      if (performance.now() - taken > SUBSCRIPTION_LIMITS.slowConsumerMs) throw tooSlow(event.position);
    }
    if (entries.length === SUBSCRIPTION_LIMITS.feedBatch) continue;
    after = Math.max(after, head.seq);
    // Said only after something was shown: that others record what this reader may not see is not this reader's to know.
    if (unannounced) yield { ledgerEvents: Object.assign(new CaughtUp(), { position: scope.serving.positions.encode(head.position) }) };
    unannounced = false;
    await wake.after(heard);
  }
}

/** One short snapshot per batch: the next batch sees what was projected since. */
async function readBatch(
  scope: RequestScope,
  query: Omit<JournalQuery, 'limit' | 'after' | 'upTo'>,
  after: number,
): Promise<{ entries: readonly JournalEntry[]; head: { seq: number; position: JournalEntry['position'] } }> {
  const snapshot = scope.serving.views.snapshot();
  try {
    const head = await snapshot.head();
    return { head, entries: await snapshot.journal({ ...query, after, upTo: head.seq, limit: SUBSCRIPTION_LIMITS.feedBatch }) };
  } finally {
    await snapshot.close();
  }
}

function tooSlow(position: string): Fault {
  return new Fault('LIMIT_EXCEEDED', 'this subscription was read too slowly; subscribe again after the last position you have', {
    after: position,
  });
}

/** Rings when something new may be read; whoever heard an older ring does not wait. */
class Wake {
  count = 0;
  ended = false;
  private waiting: (() => void)[] = [];
  private readonly stopListening: () => void;

  constructor(views: ReadModels) {
    this.stopListening = views.onProjected(() => this.ring());
  }

  ring(): void {
    this.count += 1;
    for (const resume of this.waiting.splice(0)) resume();
  }

  end(): void {
    this.ended = true;
    this.stopListening();
    this.ring();
  }

  after(count: number): Promise<void> {
    return this.count > count ? Promise.resolve() : new Promise((resolve) => this.waiting.push(resolve));
  }
}
