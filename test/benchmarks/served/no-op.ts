import type { Provider } from '@nestjs/common';
import { Inject, UseGuards } from '@nestjs/common';
import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Args, createUnionType, Field, Int, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { SignedInGuard } from '../../../apps/api/graphql/signed-in.guard.js';
import { EstablishPost } from '../../../libs/collaboration/parties/post/post.commands.js';
import { bindCommand } from '../../../libs/collaboration/registration/bind-command.js';
import { PositionScalar } from '../../../libs/collaboration/registration/scalars.js';

/** A mutation with the guard, the input, the validation, the bus and the answer's form of a real one, that records nothing. */
class NoOp {
  constructor(readonly input: object) {}
}

@ObjectType()
class NothingRecorded {
  @Field(() => PositionScalar)
  position!: string;

  @Field(() => Int)
  revision!: number;
}

@ObjectType()
class NothingRefused {
  @Field()
  code!: string;
}

const NoOpResult = createUnionType({ name: 'NoOpResult', types: () => [NothingRecorded, NothingRefused] as const });

@CommandHandler(NoOp)
class NoOpHandler implements ICommandHandler<NoOp, NothingRecorded> {
  async execute({ input }: NoOp): Promise<NothingRecorded> {
    bindCommand(EstablishPost, input);
    return Object.assign(new NothingRecorded(), { position: 'MS4wMDAwMDAwMC4xLjE', revision: 0 });
  }
}

@Resolver()
@UseGuards(SignedInGuard)
class NoOpResolver {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus) {}

  @Mutation(() => NoOpResult)
  noOp(@Args('input') input: EstablishPost): Promise<NothingRecorded> {
    return this.bus.execute(new NoOp(input));
  }
}

export const noOpProviders: Provider[] = [NoOpHandler, NoOpResolver];
