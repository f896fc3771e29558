import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { BadInput, type InputProblem } from '../../ledger/errors.js';
import type { CommandInput } from './command-input.js';
import { possibleBsnProblems } from './possible-bsn.js';

/** Plain input → a validated command, or every problem of it at once. */
export function bindCommand<C extends CommandInput>(command: Type<C>, input: object): C {
  const bound = plainToInstance(command, input, { exposeUnsetFields: false });
  const problems = validateSync(bound, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true, validationError: { target: false, value: false } });
  const found = [...problems.flatMap((problem) => inputProblems(problem, '')), ...(problems.length > 0 ? [] : possibleBsnProblems(bound))];
  if (found.length > 0) throw new BadInput(found);
  return bound;
}

function inputProblems({ property, constraints, children }: ValidationError, prefix: string): InputProblem[] {
  const path = prefix + property;
  const own = Object.entries(constraints ?? {}).map(([problem, message]) => ({ path, problem, message }));
  return [...own, ...(children ?? []).flatMap((child) => inputProblems(child, `${path}.`))];
}
