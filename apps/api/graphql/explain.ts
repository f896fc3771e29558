import type { Type } from '@nestjs/common';
import { Args, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { AggregateRegistration } from '../../../libs/collaboration/registration/registration.js';
import { pageSize } from '../../../libs/collaboration/serving/connection.js';
import { LedgerEvent, presentEvent } from '../../../libs/collaboration/serving/ledger-event.type.js';
import type { RequestScope } from '../../../libs/collaboration/serving/request-scope.js';
import { Scope } from '../../../libs/collaboration/serving/scope.decorator.js';
import type { Subject } from '../../../libs/collaboration/serving/subject.js';
import { streamOf } from '../../../libs/ledger/ids.js';

/** Gives every subject its `explain`: the events that made it, as known where the subject was read. */
export function explainResolvers(registrations: readonly AggregateRegistration[]): Type<object>[] {
  return registrations.map(({ subject, projection }) => {
    @Resolver(() => subject)
    class Explain {
      @ResolveField(() => [LedgerEvent], {
        description: 'The events that made it what it is here (onderbouwing), oldest first, as far as you may see them.',
      })
      async explain(
        @Scope() scope: RequestScope,
        @Parent() { id, asOf }: Subject,
        @Args('first', { type: () => Int, nullable: true }) first?: number,
      ): Promise<LedgerEvent[]> {
        const stream = streamOf(projection.aggregate.name, id);
        const entries = await scope.snapshot.journal({ viewer: scope.viewer, stream, upTo: asOf.knownAt, limit: pageSize(first ?? 100) });
        return entries.map((entry) => presentEvent(scope, entry));
      }
    }
    return Explain;
  });
}
