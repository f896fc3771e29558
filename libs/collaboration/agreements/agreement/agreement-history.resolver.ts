import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { BadInput } from '../../../ledger/errors.js';
import { streamOf } from '../../../ledger/ids.js';
import { amsterdamDate } from '../../../ledger/local-date.js';
import type { JournalEntry } from '../../../views/read-models.js';
import { page, PageArgs, pageSize, type ConnectionOf } from '../../serving/connection.js';
import { presentEvent } from '../../serving/ledger-event.type.js';
import type { RequestScope } from '../../serving/request-scope.js';
import { Scope } from '../../serving/scope.decorator.js';
import { findSubject } from '../../serving/subject.js';
import { AgreementAct, AgreementHistory } from './agreement-history.type.js';
import { Agreement } from './agreement.type.js';

@ArgsType()
export class AgreementHistoryArgs extends PageArgs {
  @Field(() => ID)
  id!: string;
}

/** More than any agreement has: the history is read whole, and paged here. */
const ACTS = 1_000;

@Resolver()
export class AgreementHistoryResolver {
  @Query(() => AgreementHistory, {
    description:
      'How an agreement came about and what became of it: proposals, consents, reservations, decisions, signatures, versions, corrections and the rest, in the order recorded, as far as you may see them and done by validAt.',
  })
  async agreementHistory(
    @Scope() scope: RequestScope,
    @Args() { id, first, after, ...args }: AgreementHistoryArgs,
  ): Promise<ConnectionOf<AgreementAct>> {
    const limit = pageSize(first);
    const { asOf } = await findSubject(scope, Agreement, 'agreement', id, args);
    const { snapshot, viewer } = scope;
    const entries: JournalEntry[] = [];
    for (let last = 0; entries.length < ACTS;) {
      const read = await snapshot.journal({ viewer, stream: streamOf('agreement', id), upTo: asOf.knownAt, after: last, limit: 100 });
      entries.push(...read);
      if (read.length < 100) break;
      last = read.at(-1)?.seq ?? last;
    }
    const acts = await Promise.all(entries.map(async (entry) => ({ cursor: String(entry.revision), node: await actOf(scope, entry) })));
    const done = acts.filter(({ node }) => node.on <= asOf.validAt);
    const from = after === undefined || after === null ? -1 : revisionOf(after);
    const rest = done.filter(({ cursor }) => Number(cursor) > from);
    return page(rest.slice(0, limit), rest.length > limit, from >= 0, () => Promise.resolve(done.length));
  }
}

function revisionOf(cursor: string): number {
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw new BadInput([{ path: 'after', problem: 'isCursor', message: 'must be a cursor as the API gave it for this list' }]);
}

interface Said {
  readonly party?: string;
  readonly by?: string;
  readonly post?: string;
  readonly proposal?: number;
  readonly hash?: string;
  readonly version?: number;
  readonly underReservation?: boolean;
  readonly decision?: string;
}

async function actOf(scope: RequestScope, entry: JournalEntry): Promise<AgreementAct> {
  const event = presentEvent(scope, entry);
  const data = (await event.data) as Said;
  const { decidedBy } = event;
  return {
    type: event.type,
    on: event.actDate ?? amsterdamDate(event.recordedAt),
    recordedAt: event.recordedAt,
    ...given({
      party: data.party ?? data.by ?? event.actedFor,
      post: data.post ?? decidedBy?.post,
      person: decidedBy?.actor ?? event.recordedBy,
      proposal: data.proposal,
      hash: data.hash,
      version: data.version,
      decision: data.decision,
    }),
    underReservation: data.underReservation ?? false,
    refused: event.refusedAttempt,
  };
}

function given<T extends object>(fields: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]?: Exclude<T[Name], undefined>;
  };
}
