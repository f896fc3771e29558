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

function declaresChecks(metatype: Type<unknown>): boolean {
  if (metatype.prototype instanceof CommandInput) return false;
  return getMetadataStorage().getTargetValidationMetadatas(metatype, '', false, false).length > 0;
}
