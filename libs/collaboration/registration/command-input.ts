import 'reflect-metadata';
import { applyDecorators } from '@nestjs/common';
import { InputType } from '@nestjs/graphql';
import { AttesterField, CountField, IdField, IdentifierField, SourceField } from './fields.js';

/** What every command may carry besides its own content. */
@InputType({ isAbstract: true })
export abstract class CommandInput {
  @IdField(
    'UUID that makes a repeat harmless: the same id with the same content is answered with what the first one recorded. Without it a retry may record twice.',
    {
      optional: true,
    },
  )
  commandId?: string;

  @CountField('Refuse with CONFLICT unless the subject is at this revision.', { optional: true })
  expectedRevision?: number;

  @IdField('The party on whose behalf (namens); must be the party of the token, which is the default.', { optional: true })
  actingFor?: string;

  @IdentifierField(
    'Paths of free texts (e.g. `motivation`) whose nine digits are declared not to be a citizen service number (BSN); recorded.',
    {
      optional: true,
      list: true,
    },
  )
  declaredNotBsn?: string[];
}

/** What every command carries that registers what happened outside: where it was found. */
@InputType({ isAbstract: true })
export abstract class FromElsewhere extends CommandInput {
  @SourceField()
  source!: string;

  @AttesterField()
  attester?: string;
}

const DESCRIPTION = 'convenant:command-description';

/** A command: at once the GraphQL input `<Name>Input`, the validated DTO and the message on the command bus. */
export function Command(description: string): ClassDecorator {
  return (target) => {
    applyDecorators(InputType(`${target.name}Input`, { description }), Reflect.metadata(DESCRIPTION, description))(target);
  };
}

export function descriptionOf(command: object): string {
  return Reflect.getMetadata(DESCRIPTION, command) as string;
}
