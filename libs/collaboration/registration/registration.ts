import type { Type } from '@nestjs/common';
import type { CommandRule } from '../../ledger/aggregate.js';
import type { Projection } from '../../views/view-definition.js';
import type { Follower } from '../timers/timer.js';
import type { CommandInput } from './command-input.js';

/** Binds a command to what it means. */
export interface CommandBinding<State> {
  readonly command: Type<CommandInput>;
  readonly rule: CommandRule<State, any>;
}

/**
 * Everything the server needs of one aggregate. Its mutations, its command handling, its subject type and its views follow
 * from this; an aggregate's own code adds only the queries that are particular to it.
 */
export interface AggregateRegistration<State = any> {
  readonly projection: Projection<State>;
  readonly commands: readonly CommandBinding<State>[];
  /** The GraphQL object shown for one aggregate; a row of the first table of the projection makes it. */
  readonly subject: Type<object>;
  /** Resolvers with the aggregate's queries and field resolvers. */
  readonly resolvers: readonly Type<object>[];
  /** What it does when timers of other aggregates fire; its own stand in its view (`dueTable`). */
  readonly follows?: readonly Follower[];
}

export function bind<State, C extends CommandInput>(command: Type<C>, rule: CommandRule<State, C>): CommandBinding<State> {
  return { command, rule };
}
