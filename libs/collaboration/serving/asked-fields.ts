import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import { Kind, type FieldNode, type FragmentDefinitionNode, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';

/**
 * Fields of a subject that the operation asks, whatever their aliases; without the id, which every row tells. What is skipped by a directive
 * counts too: that costs a fold at most.
 */
export type AskedFields = readonly string[];

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/** Argument of a field that gives one subject. */
export const Asked = createParamDecorator((_: unknown, context: ExecutionContext): AskedFields => {
  const { fieldNodes, fragments } = infoOf(context);
  return namesOf(fieldsBelow(fieldNodes, fragments));
});

/** What is asked of the subjects that a field by this name gives; undefined when it is not asked. */
export type AskedOf = (field: string) => AskedFields | undefined;

/**
 * Argument of a field that gives lists, by their names, of things that hold subjects: so that those are read with the lists and not by a
 * resolver for each, which takes its parameters apart anew for every one of what may be hundreds.
 */
export const AskedWithin = createParamDecorator((lists: readonly string[], context: ExecutionContext): AskedOf => {
  const { fieldNodes, fragments } = infoOf(context);
  const fields = fieldsBelow(fieldNodes, fragments);
  const within = fieldsBelow(
    lists.flatMap((list) => named(list, fields)),
    fragments,
  );
  return (field) => {
    const asked = named(field, within);
    return asked.length === 0 ? undefined : namesOf(fieldsBelow(asked, fragments));
  };
});

/** Argument of a field that gives a connection: what is asked of its nodes. */
export const AskedOfNodes = createParamDecorator((_: unknown, context: ExecutionContext): AskedFields => {
  const { fieldNodes, fragments } = infoOf(context);
  const fields = fieldsBelow(fieldNodes, fragments);
  const inEdges = fieldsBelow(named('edges', fields), fragments);
  return namesOf(fieldsBelow([...named('nodes', fields), ...named('node', inEdges)], fragments));
});

function infoOf(context: ExecutionContext): GraphQLResolveInfo {
  return GqlExecutionContext.create(context).getInfo<GraphQLResolveInfo>();
}

function fieldsBelow(nodes: readonly FieldNode[], fragments: Fragments): FieldNode[] {
  return nodes.flatMap(({ selectionSet }) => fieldsIn(selectionSet, fragments));
}

function fieldsIn(set: SelectionSetNode | undefined, fragments: Fragments): FieldNode[] {
  return (set?.selections ?? []).flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    return fieldsIn(
      selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments[selection.name.value]?.selectionSet,
      fragments,
    );
  });
}

function named(name: string, fields: readonly FieldNode[]): FieldNode[] {
  return fields.filter((field) => field.name.value === name);
}

function namesOf(fields: readonly FieldNode[]): string[] {
  return [...new Set(fields.map(({ name }) => name.value))].filter((name) => name !== 'id' && name !== '__typename').sort();
}
