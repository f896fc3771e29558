import { Args, ArgsType, Field, ID, InputType, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { Inject } from '@nestjs/common';
import { IdentifierField, IdField } from '../../../libs/collaboration/registration/fields.js';
import { InstantScalar, KnownAtScalar, LocalDateScalar, PositionScalar } from '../../../libs/collaboration/registration/scalars.js';
import { AskedOfNodes, type AskedFields } from '../../../libs/collaboration/serving/asked-fields.js';
import { resolveAsOf } from '../../../libs/collaboration/serving/as-of.js';
import { connectionType, page, pageSize, type ConnectionOf } from '../../../libs/collaboration/serving/connection.js';
import { isInJournal, LedgerEvent, presentEntry, presentEvent } from '../../../libs/collaboration/serving/ledger-event.type.js';
import type { RequestScope } from '../../../libs/collaboration/serving/request-scope.js';
import { Scope } from '../../../libs/collaboration/serving/scope.decorator.js';
import { BadInput, Fault } from '../../../libs/ledger/errors.js';
import { streamOf } from '../../../libs/ledger/ids.js';
import type { JournalEntry, JournalQuery } from '../../../libs/views/read-models.js';
import { amsterdamDate } from '../../../libs/ledger/local-date.js';
import { LedgerNode } from '../node/ledger-node.js';

@InputType({ description: 'Which events; every condition given must hold.' })
export class EventFilter {
  @IdentifierField('Of one of these types, e.g. `MandateGranted`.', { optional: true, list: true })
  types?: string[];

  @IdentifierField('Of this stream, e.g. `mandate-<id>`.', { optional: true })
  stream?: string;

  @IdField('Recorded by this person (pseudonymous id).', { optional: true })
  actor?: string;

  @IdField('Recorded on behalf of this party.', { optional: true })
  party?: string;

  @IdField('Recorded by this command.', { optional: true })
  commandId?: string;
}

@ArgsType()
export class EventPageArgs {
  @Field(() => Int, { nullable: true, description: 'How many at most: 1 to 100; default 50.' })
  first?: number;

  @Field(() => PositionScalar, { nullable: true, description: 'Only events after this position; the cursor of an event is its position.' })
  after?: string;

  @Field(() => KnownAtScalar, { nullable: true, description: 'Only what the ledger knew then.' })
  knownAt?: string;

  @Field(() => PositionScalar, { nullable: true, description: 'Wait until everything up to this position is in the answer.' })
  atLeast?: string;
}

export const EventConnection = connectionType(LedgerEvent, 'Events in the order in which they were recorded.');

@ObjectType({ description: 'Where the ledger and its views are.' })
export class LedgerStatus {
  @Field(() => ID)
  ledgerId!: string;

  @Field({ description: '`real` or `demo`; a demo ledger stays one for ever.' })
  kind!: string;

  @Field(() => InstantScalar, { description: "The ledger's clock." })
  now!: string;

  @Field(() => LocalDateScalar, { description: "The ledger's legal date (Europe/Amsterdam)." })
  today!: string;

  @Field(() => PositionScalar, { nullable: true, description: 'Position of the last event in the views.' })
  position!: string | null;

  @Field(() => Int, { description: 'Events this reader may see.' })
  readonly events!: Promise<number>;

  @Field({ description: 'Whether the views hold everything that was recorded.' })
  caughtUp!: boolean;
}

@Resolver()
export class EventsResolver {
  constructor(@Inject(LedgerNode) private readonly node: LedgerNode) {}

  @Query(() => EventConnection, { description: 'Everything that was recorded, as far as you may see it: the journal.' })
  events(
    @Scope() scope: RequestScope,
    @Args() args: EventPageArgs,
    @AskedOfNodes() fields: AskedFields,
    @Args('filter', { type: () => EventFilter, nullable: true }) filter?: EventFilter,
  ): Promise<ConnectionOf<LedgerEvent>> {
    return eventPage(scope, args, fields, filter ?? {});
  }

  @Query(() => EventConnection, {
    description: 'Everything that touches a subject, whichever stream it is in: a party, post, mandate or decision.',
  })
  async timeline(
    @Scope() scope: RequestScope,
    @Args('subject', { type: () => ID, description: 'Id of the subject.' }) subject: string,
    @Args() args: EventPageArgs,
    @AskedOfNodes() fields: AskedFields,
  ): Promise<ConnectionOf<LedgerEvent>> {
    await resolveAsOf(scope, args);
    for (const { name } of scope.serving.registry.aggregates) {
      const stream = streamOf(name, subject);
      const [first] = await scope.snapshot.journal({ viewer: scope.viewer, subject: stream, limit: 1, textless: true });
      if (first) return eventPage(scope, args, fields, { subject: stream });
    }
    throw new Fault('NOT_FOUND', 'nothing touches a subject with that id, or you may not see it');
  }

  @Query(() => LedgerStatus, { description: 'Which ledger this is and how far its views are.' })
  async ledgerStatus(@Scope() scope: RequestScope): Promise<LedgerStatus> {
    const { snapshot } = scope;
    const head = await snapshot.head();
    const now = scope.serving.clock.now();
    return {
      ledgerId: this.node.info.ledgerId,
      kind: this.node.info.kind,
      now,
      today: amsterdamDate(now),
      position: head.seq === 0 ? null : scope.serving.positions.encode(head.position),
      get events() {
        return snapshot.journalCount({ viewer: scope.viewer });
      },
      caughtUp: head.position === (await this.node.store.head()),
    };
  }
}

export async function eventPage(
  scope: RequestScope,
  args: EventPageArgs,
  fields: AskedFields,
  filter: Pick<JournalQuery, 'types' | 'stream' | 'subject' | 'actor' | 'party' | 'commandId'>,
): Promise<ConnectionOf<LedgerEvent>> {
  const limit = pageSize(args.first);
  const { knownAt } = await resolveAsOf(scope, args);
  const after = args.after ? await afterSeq(scope, args.after) : 0;
  const { snapshot, viewer } = scope;
  const query = { ...filter, viewer, upTo: knownAt };
  const textless = isInJournal(fields);
  const entries = await snapshot.journal({ ...query, after, limit: limit + 1, textless });
  const edges = entries.slice(0, limit).map((entry: JournalEntry) => {
    const node = textless ? presentEntry(scope, entry) : presentEvent(scope, entry);
    return {
      get cursor() {
        return node.position;
      },
      node,
    };
  });
  return page(edges, entries.length > limit, after > 0, () => snapshot.journalCount(query));
}

/** @throws BadInput for a position beyond what is in the views: nothing can be after it yet */
export async function afterSeq(scope: RequestScope, token: string): Promise<number> {
  const position = scope.serving.positions.decode(token, 'after');
  const head = await scope.snapshot.head();
  if (Number(position) > Number(head.position)) {
    throw new BadInput([
      { path: 'after', problem: 'BEYOND_HEAD', message: 'lies beyond what is in the views; give it as atLeast to wait for it' },
    ]);
  }
  return scope.snapshot.seqAtPosition(position);
}
