import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { BadInput, type InputProblem } from '../../ledger/errors.js';
import type { CommandInput } from './command-input.js';
import { possibleBsnProblems } from './possible-bsn.js';

/** Plain input → a validated command, or every problem of it at once. @throws BadInput */
export function bindCommand<C extends CommandInput>(command: Type<C>, input: object): C {
  const { bound, problems } = bind(command, input);
  const wrong = problems.map(({ path }) => path);
  const suspects = possibleBsnProblems(bound).filter(({ path }) => !wrong.some((known) => path === known || path.startsWith(`${known}.`)));
  if (problems.length + suspects.length > 0) throw new BadInput([...problems, ...suspects]);
  return bound;
}

/** The same for any other input class, e.g. the filter of a list: it records nothing, so that any number may stand in it. @throws BadInput */
export function bindInput<I extends object>(type: Type<I>, input: object): I {
  const { bound, problems } = bind(type, input);
  if (problems.length > 0) throw new BadInput(problems);
  return bound;
}

function bind<I extends object>(type: Type<I>, input: object): { bound: I; problems: InputProblem[] } {
  if (!isPlainObject(input)) throw new BadInput([{ path: '', problem: 'isObject', message: 'the input must be an object' }]);
  const bound: I = plainToInstance(type, withoutNulls(input), { exposeUnsetFields: false });
  const errors = validateSync(bound, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    validationError: { target: false, value: false },
  });
  return { bound, problems: errors.flatMap((error) => inputProblems(error, '')) };
}

function inputProblems({ property, constraints = {}, children }: ValidationError, prefix: string): InputProblem[] {
  // The name of an unknown field is the client's own text: its digits may be what must never reach a log.
  const unknown = 'whitelistValidation' in constraints;
  const mask = (text: string) => (unknown ? text.replaceAll(/\d/g, '…') : text);
  const path = prefix + mask(property);
  const own = Object.entries(constraints).map(([problem, message]) => ({ path, problem, message: mask(message) }));
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
