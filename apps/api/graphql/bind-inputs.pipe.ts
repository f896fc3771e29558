import { type ArgumentMetadata, Injectable, type PipeTransform, type Type } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';
import { bindInput } from '../../../libs/collaboration/registration/bind-command.js';
import { CommandInput } from '../../../libs/collaboration/registration/command-input.js';

/** Every input of a query (a filter) is held to what its fields declare, as commands are by their handler. */
@Injectable()
export class BindInputs implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type !== 'body' || value === undefined || value === null || !metatype || !declaresChecks(metatype)) return value;
    return bindInput(metatype as Type<object>, value);
  }
}

/** Asked for every argument of every query; looking it up goes through all that any class declares. */
const DECLARING = new Map<Type<unknown>, boolean>();

function declaresChecks(metatype: Type<unknown>): boolean {
  let declares = DECLARING.get(metatype);
  if (declares === undefined) {
    declares =
      !(metatype.prototype instanceof CommandInput) &&
      getMetadataStorage().getTargetValidationMetadatas(metatype, '', false, false).length > 0;
    DECLARING.set(metatype, declares);
  }
  return declares;
}
