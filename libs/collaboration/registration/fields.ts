import 'reflect-metadata';
import { applyDecorators } from '@nestjs/common';
import { Field, ID, Int } from '@nestjs/graphql';
import { Transform, Type as Nest } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  Min,
  Validate,
  ValidateNested,
} from 'class-validator';
import type { ValidationArguments, ValidatorConstraintInterface } from 'class-validator';
import { ValidatorConstraint } from 'class-validator';
import { isLocalDate } from '../../ledger/local-date.js';
import { LIMITS } from '../../ledger/limits.js';
import { EuroCentsScalar, isUuid, LocalDateScalar, UuidScalar } from './scalars.js';

/** How a text is judged for a possible citizen service number; see possible-bsn.ts. */
export type TextKind = 'structured' | 'free' | 'identifier';
const TEXT_KIND = 'convenant:text-kind';

interface FieldOptions {
  readonly optional?: boolean;
  readonly list?: boolean;
  /** Fewest items of a list. Default 0. */
  readonly min?: number;
}

@ValidatorConstraint({ name: 'maxTextBytes' })
class MaxTextBytes implements ValidatorConstraintInterface {
  validate(value: unknown, { constraints }: ValidationArguments): boolean {
    return typeof value === 'string' && Buffer.byteLength(value) <= (constraints[0] as number);
  }
  defaultMessage({ property, constraints }: ValidationArguments): string {
    return `${property} may have at most ${constraints[0]} bytes (UTF-8)`;
  }
}

@ValidatorConstraint({ name: 'isNotBlank' })
class IsNotBlank implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && value.trim().length > 0 && value.isWellFormed() && !value.includes('\u0000');
  }
  defaultMessage({ property }: ValidationArguments): string {
    return `${property} must hold a text`;
  }
}

@ValidatorConstraint({ name: 'isLocalDate' })
class IsLocalDate implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && isLocalDate(value);
  }
  defaultMessage({ property }: ValidationArguments): string {
    return `${property} must be a calendar date as YYYY-MM-DD`;
  }
}

@ValidatorConstraint({ name: 'isUuid' })
class IsUuid implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return isUuid(value);
  }
  defaultMessage({ property }: ValidationArguments): string {
    return `${property} must be a UUID`;
  }
}

/** The id of a party, post, mandate …; a UUID, which counts the same in upper and lower case. */
export function IdField(description: string, options: FieldOptions = {}): PropertyDecorator {
  return field(() => UuidScalar, description, options, [Transform(({ value }) => lowerCase(value)), Validate(IsUuid, [], each(options))]);
}

/** The id of the object itself in an answer. */
export function OwnId(description: string): PropertyDecorator {
  return Field(() => ID, { description });
}

/** A short text in one line: a name, a reference. Never a nine-digit number that could be a citizen service number. */
export function TextField(description: string, options: FieldOptions & { maxBytes?: number } = {}): PropertyDecorator {
  return text('structured', description, options);
}

/** Where a fact was taken from that did not reach the ledger first; its rule gives the event its origin (`originOf`). */
export function SourceField({ optional = false }: Pick<FieldOptions, 'optional'> = {}): PropertyDecorator {
  return TextField(`Where the fact was taken from (bron)${optional ? ', if registered afterwards' : ', e.g. a register and its date'}.`, {
    optional,
  });
}

export function AttesterField(): PropertyDecorator {
  return TextField('Who vouches for the fact; with `source`, makes it an import.', { optional: true });
}

/** Running text. A possible citizen service number in it must be declared not to be one (`declaredNotBsn`). */
export function FreeTextField(description: string, options: FieldOptions & { maxBytes?: number } = {}): PropertyDecorator {
  return text('free', description, { maxBytes: LIMITS.textBytes, ...options });
}

/** An identifier with its own check (RSIN, OIN, KvK number, hash), in which nine digits are allowed. */
export function IdentifierField(description: string, options: FieldOptions & { maxBytes?: number } = {}): PropertyDecorator {
  return text('identifier', description, options);
}

export function DateField(description: string, options: FieldOptions = {}): PropertyDecorator {
  return field(() => LocalDateScalar, description, options, [Validate(IsLocalDate, [], each(options))]);
}

export function CentsField(description: string, options: FieldOptions = {}): PropertyDecorator {
  return field(() => EuroCentsScalar, description, options, [
    IsInt(each(options)),
    Min(0, each(options)),
    Max(Number.MAX_SAFE_INTEGER, each(options)),
  ]);
}

export function CountField(description: string, options: FieldOptions & { from?: number; to?: number } = {}): PropertyDecorator {
  const { from = 0, to = 1_000_000 } = options;
  return field(() => Int, description, options, [IsInt(each(options)), Min(from, each(options)), Max(to, each(options))]);
}

export function FlagField(description: string, options: FieldOptions = {}): PropertyDecorator {
  return field(() => Boolean, description, options, [IsBoolean(each(options))]);
}

/** One of a registered enumeration. */
export function ChoiceField(choices: Readonly<Record<string, string>>, description: string, options: FieldOptions = {}): PropertyDecorator {
  return field(() => choices, description, options, [IsIn(Object.values(choices), each(options))]);
}

export function NestedField(type: () => new () => object, description: string, options: FieldOptions = {}): PropertyDecorator {
  return field(type, description, options, [IsObject(each(options)), ValidateNested(each(options)), Nest(type)]);
}

/** Which kind of text a property of an input class is. */
export function textKindOf(prototype: object, property: string): TextKind {
  return (Reflect.getMetadata(TEXT_KIND, prototype, property) as TextKind | undefined) ?? 'structured';
}

function text(kind: TextKind, description: string, options: FieldOptions & { maxBytes?: number }): PropertyDecorator {
  const { maxBytes = 500 } = options;
  return applyDecorators(
    Reflect.metadata(TEXT_KIND, kind) as PropertyDecorator,
    field(() => String, description, options, [
      IsString(each(options)),
      Validate(IsNotBlank, [], each(options)),
      Validate(MaxTextBytes, [maxBytes], each(options)),
    ]),
  );
}

function field(type: () => any, description: string, options: FieldOptions, checks: PropertyDecorator[]): PropertyDecorator {
  const { optional = false, list = false, min = 0 } = options;
  return applyDecorators(
    Field(list ? () => [type()] : type, { description, nullable: optional }),
    ...(optional ? [IsOptional()] : []),
    ...(list ? [IsArray(), ArrayMinSize(min), ArrayMaxSize(LIMITS.listItems)] : []),
    ...checks,
  );
}

function lowerCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerCase);
  return isUuid(value) ? value.toLowerCase() : value;
}

function each({ list }: FieldOptions): { each: boolean } {
  return { each: list ?? false };
}
