import { Injectable, type Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { GraphQLSchemaFactory } from '@nestjs/graphql';
import { type GraphQLField, type GraphQLSchema, isObjectType, lexicographicSortSchema } from 'graphql';

/** A type's resolvers by field, as Nest binds them to guards, pipes and filters; those of a subscription are two in one. */
type BoundResolvers = Readonly<Record<string, Readonly<Record<string, Resolve | FieldResolvers>>>>;
type FieldResolvers = Pick<GraphQLField<unknown, unknown>, 'resolve' | 'subscribe'>;
type Resolve = NonNullable<FieldResolvers['resolve']>;

/**
 * Puts the resolvers into the schema that follows from the classes. With `autoSchemaFile`, Nest prints that schema, reads it and builds it a
 * second time to have them put there, which takes a tenth of a start.
 */
@Injectable()
export class CodeFirstDriver extends ApolloDriver {
  constructor(
    private readonly modules: ModulesContainer,
    private readonly factory: GraphQLSchemaFactory,
  ) {
    super(modules);
  }

  override async generateSchema(options: ApolloDriverConfig): Promise<GraphQLSchema> {
    let resolvers: readonly BoundResolvers[] = [];
    await super.generateSchema({ ...options, transformResolvers: (bound) => (resolvers = [bound].flat() as BoundResolvers[]) });
    // Every schema is checked when it is generated into the repository (`npm run check`).
    const schema = await this.factory.create(this.classes(), { skipCheck: true });
    for (const bound of resolvers) for (const [type, fields] of Object.entries(bound)) setResolvers(schema, type, fields);
    return lexicographicSortSchema(schema);
  }

  private classes(): Type[] {
    const wrappers = [...this.modules.values()].flatMap(({ providers }) => [...providers.values()]);
    return wrappers.flatMap(({ instance }) => (instance ? [instance.constructor as Type] : []));
  }
}

function setResolvers(schema: GraphQLSchema, name: string, resolvers: BoundResolvers[string]): void {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} has resolvers, but is no object of the schema`);
  const fields = type.getFields();
  for (const [field, resolver] of Object.entries(resolvers))
    Object.assign(fields[field]!, typeof resolver === 'function' ? { resolve: resolver } : resolver);
}
