import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { BadInput, type InputProblem } from '../../ledger/errors.js';
import type { CommandInput } from './command-input.js';
import { possibleBsnProblems } from './possible-bsn.js';

/** Plain input → a validated command, or every problem of it at once. */
export function bindCommand<C extends CommandInput>(command: Type<C>, input: object): C {
  const bound = bindInput(command, input);
  const found = possibleBsnProblems(bound);
  if (found.length > 0) throw new BadInput(found);
  return bound;
}

/** The same for any other input class, e.g. the filter of a list. @throws BadInput */
export function bindInput<I extends object>(type: Type<I>, input: object): I {
  if (!isPlainObject(input)) throw new BadInput([{ path: '', problem: 'isObject', message: 'the input must be an object' }]);
  const bound: I = plainToInstance(type, withoutNulls(input), { exposeUnsetFields: false });
  const problems = validateSync(bound, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    validationError: { target: false, value: false },
  });
  if (problems.length > 0) throw new BadInput(problems.flatMap((problem) => inputProblems(problem, '')).map(withoutUnknownNames));
  return bound;
}

function inputProblems({ property, constraints, children }: ValidationError, prefix: string): InputProblem[] {
  const path = prefix + property;
  const own = Object.entries(constraints ?? {}).map(([problem, message]) => ({ path, problem, message }));
  return [...own, ...(children ?? []).flatMap((child) => inputProblems(child, `${path}.`))];
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Clients write null for what they leave out; in a command, as in an event, it is absent. */
function withoutNulls(value: unknown): any {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, content]) => (content === null || content === undefined ? [] : [[key, withoutNulls(content)]])),
  );
}

/** The name of an unknown field is the client's own text: its digits may be what must never reach a log. */
function withoutUnknownNames(found: InputProblem): InputProblem {
  if (found.problem !== 'whitelistValidation') return found;
  const mask = (text: string) => text.replaceAll(/\d/g, '…');
  return { ...found, path: mask(found.path), message: mask(found.message) };
}
