import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Setting } from './setting.js';
import { ALL_SETTINGS, type AllSettings } from './settings.js';

export type Environment = Readonly<Record<string, string | undefined>>;
export type Variables = { readonly [Name in keyof AllSettings]: AllSettings[Name] extends Setting<infer Value> ? Value : never };

/** A secret is a line; a file of megabytes is the wrong file. */
const MOST_CHARACTERS = 16_384;

/** The value of every variable, or what is wrong with each that is wrong; no message holds a value. */
export function readVariables(environment: Environment): { variables: Variables } | { problems: readonly string[] } {
  const problems: string[] = [];
  const variables: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries<Setting>(ALL_SETTINGS)) {
    const given = textOf(environment, name, setting);
    if ('problem' in given) {
      problems.push(given.problem);
      continue;
    }
    const read = z.safeParse(setting.schema, given.text);
    if (read.success) variables[name] = read.data;
    else problems.push(`${given.from}: ${read.error.issues.map(({ message }) => message).join('; ')}`);
  }
  return problems.length > 0 ? { problems } : { variables: variables as Variables };
}

/** Where a value comes from, and what it is. Compose files hand on empty variables for what nobody set. */
function textOf(
  environment: Environment,
  name: string,
  { secret }: Setting,
): { from: string; text: string | undefined } | { problem: string } {
  const direct = environment[name] || undefined;
  const file = (secret && environment[`${name}_FILE`]) || undefined;
  if (file === undefined) return { from: name, text: direct };
  if (direct !== undefined) return { problem: `${name}, ${name}_FILE: give one of them` };
  try {
    const text = readFileSync(file, 'utf8').trim();
    if (text.length > 0 && text.length <= MOST_CHARACTERS) return { from: `${name}_FILE`, text };
    return { problem: `${name}_FILE: ${file} ${text.length === 0 ? 'is empty' : 'is too long'}` };
  } catch (error) {
    return { problem: `${name}_FILE: ${file} cannot be read (${(error as NodeJS.ErrnoException).code})` };
  }
}
