import type { Type } from '@nestjs/common';
import { Inject, UseGuards } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Args, createUnionType, Field, Mutation, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { descriptionOf } from '../../../libs/collaboration/registration/command-input.js';
import type { AggregateRegistration, CommandBinding } from '../../../libs/collaboration/registration/registration.js';
import { LedgerEvent, presentEvent } from '../../../libs/collaboration/serving/ledger-event.type.js';
import { RecordedFields, Refused } from '../../../libs/collaboration/serving/mutation-result.js';
import type { RequestScope } from '../../../libs/collaboration/serving/request-scope.js';
import { Scope } from '../../../libs/collaboration/serving/scope.decorator.js';
import { present, type Subject } from '../../../libs/collaboration/serving/subject.js';
import type { Outcome } from '../../../libs/ledger/execution.js';
import { parseStream } from '../../../libs/ledger/ids.js';
import { amsterdamDate } from '../../../libs/ledger/local-date.js';
import type { StorePosition } from '../../../libs/ledger/event-store.js';
import { Telemetry } from '../telemetry/telemetry.js';
import { RecordCommand } from './record-command.js';
import { SignedInGuard } from './signed-in.guard.js';

/** The mutations of all aggregates, with the one union they answer. */
export function mutationResolvers(registrations: readonly AggregateRegistration[]): Type<object>[] {
  const LedgerSubject = createUnionType({
    name: 'LedgerSubject',
    description: 'What a command was about, as a read model at the position of the answer.',
    types: () => registrations.map(({ subject }) => subject),
  });

  @ObjectType({ description: 'It is in the ledger, durably (vastgelegd).' })
  class Recorded extends RecordedFields {
    @Field(() => LedgerSubject, { nullable: true, description: 'Null when the views did not get there in time, or you may not see it.' })
    subject?: object | null;

    /** Where the subject must be read; no field of the API. */
    at!: StorePosition;
  }

  const MutationResult = createUnionType({
    name: 'MutationResult',
    description: 'A refusal by a business rule is data; faults are errors.',
    types: () => [Recorded, Refused] as const,
  });

  @Resolver(() => Recorded)
  class RecordedResolver {
    constructor(@Inject(Telemetry) readonly telemetry: Telemetry) {}

    @ResolveField(() => [LedgerEvent], { description: 'What was recorded; none when nothing had to change.' })
    events(@Scope() scope: RequestScope, @Parent() { recorded, at }: Recorded): LedgerEvent[] {
      return recorded.map((event) =>
        presentEvent(scope, { ...event.envelope, seq: 0, position: at, json: JSON.stringify({ ...event.envelope, data: event.data }) }),
      );
    }

    @ResolveField(() => LedgerSubject, { nullable: true })
    async subject(@Scope() scope: RequestScope, @Parent() recorded: Recorded): Promise<object | null> {
      const { aggregate, id } = parseStream(recorded.stream);
      const registration = registrations.find(({ projection }) => projection.aggregate.name === aggregate);
      const table = registration?.projection.tables[0];
      if (!registration || !table) return null;
      const isThere = await this.telemetry.during({ name: 'wait for projection' }, () => scope.advanceTo(recorded.at));
      if (!isThere) return null;
      const asOf = { validAt: amsterdamDate(scope.serving.clock.now()), knownAt: await scope.snapshot.seqAtPosition(recorded.at) };
      const row = await scope.one(table.name, asOf, id);
      return row ? present(registration.subject as Type<Subject>, row, asOf) : null;
    }
  }

  function answer(scope: RequestScope, outcome: Outcome): Recorded | Refused {
    const { positions } = scope.serving;
    if (outcome.kind === 'refused') {
      const { ruleId, ...refusal } = outcome.refusal;
      return Object.assign(new Refused(), { ...refusal, ruleId, code: ruleId, recordedAs: outcome.recordedAs ?? null });
    }
    const { stream, revision, position } = outcome;
    return Object.assign(new Recorded(), {
      at: position,
      position: positions.encode(position),
      stream,
      revision,
      recorded: outcome.events,
    });
  }

  function mutationsOf(registration: AggregateRegistration): Type<object> {
    @Resolver()
    @UseGuards(SignedInGuard)
    class Mutations {
      constructor(@Inject(CommandBus) readonly bus: CommandBus) {}
    }
    for (const binding of registration.commands) addMutation(Mutations, registration, binding);
    return Mutations;
  }

  function addMutation(resolver: Type<{ bus: CommandBus }>, registration: AggregateRegistration, binding: CommandBinding<any>): void {
    const { command } = binding;
    const name = command.name.charAt(0).toLowerCase() + command.name.slice(1);
    const method = async function (this: { bus: CommandBus }, scope: RequestScope, input: object): Promise<object> {
      return answer(scope, await this.bus.execute(new RecordCommand(registration, binding, input, scope)));
    };
    const { prototype } = resolver;
    Object.defineProperty(prototype, name, { value: method, writable: true, configurable: true });
    // What the compiler would have noted of a method written out.
    Reflect.defineMetadata('design:paramtypes', [Object, command], prototype, name);
    Scope()(prototype, name, 0);
    Args('input', { type: () => command })(prototype, name, 1);
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name) as TypedPropertyDescriptor<unknown>;
    Mutation(() => MutationResult, { name, description: descriptionOf(command) })(prototype, name, descriptor);
  }

  return [RecordedResolver, ...registrations.map(mutationsOf)];
}
