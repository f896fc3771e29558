import { z } from 'zod';

/** One environment variable: what it may be, what it is when absent, and what follows from it. docs/configuration.md is made of these. */
export interface Setting<Value = unknown> {
  /** From the text of the variable; its messages never repeat that text. */
  readonly schema: z.ZodType<Value, unknown>;
  /** As the page gives it; `none` when there is nothing. */
  readonly shownDefault: string;
  /** What it may be, with unit and bound. */
  readonly bound: string;
  readonly consequence: string;
  /** Never shown. May stand in a file instead, which the variable with `_FILE` behind it names. */
  readonly secret?: true;
}

type Told = Pick<Setting, 'consequence'> & { readonly bound?: string; readonly secret?: true };
type Optional<Value> = Value | undefined;

const NONE = 'none';

export function choice<const Value extends string>(
  values: readonly [Value, ...Value[]],
  byDefault: NoInfer<Value>,
  told: Told,
): Setting<Value> {
  const listed = values.map((value) => `\`${value}\``);
  const last = listed.pop();
  const bound = listed.length === 0 ? String(last) : `${listed.join(', ')} or ${last}`;
  const schema = z.enum(values, { error: `must be ${values.join(', ')}` }).default(byDefault);
  return { bound, ...told, schema, shownDefault: code(byDefault) };
}

/** A number with its unit; whole unless `whole` is false. */
export function quantity(
  unit: string,
  { min, max, byDefault, whole = true }: { min: number; max: number; byDefault: number; whole?: boolean },
  told: Told,
): Setting<number> {
  const inWords = `${whole ? 'a whole number' : 'a number'} of ${min} to ${max}`;
  const within = (text: string) => /^\d+(\.\d+)?$/.test(text) && Number(text) >= min && Number(text) <= max;
  const schema = z
    .string()
    .refine((text) => within(text) && (!whole || Number.isInteger(Number(text))), { error: `must be ${inWords}` })
    .transform(Number)
    .default(byDefault);
  return { bound: `${unit}, ${min} to ${max}`, ...told, schema, shownDefault: code(String(byDefault)) };
}

export function text(byDefault: string, told: Told & { bound: string; matching?: RegExp }): Setting<string> {
  return { ...told, schema: matching(told).default(byDefault), shownDefault: code(byDefault) };
}

export function optionalText(told: Told & { bound: string; matching?: RegExp; shownDefault?: string }): Setting<Optional<string>> {
  return { shownDefault: NONE, ...told, schema: matching(told).optional() };
}

/** Values separated by commas. */
export function list(told: Told & { bound: string; matching: RegExp }): Setting<readonly string[]> {
  const schema = z
    .string()
    .transform((given) =>
      given
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean),
    )
    .refine((values) => values.every((value) => told.matching.test(value)), { error: `must be ${plain(told.bound)}` })
    .default([]);
  return { ...told, schema, shownDefault: NONE };
}

function matching({ matching: form = /./s, bound }: { matching?: RegExp; bound: string }) {
  return z.string().regex(form, { error: `must be ${plain(bound)}` });
}

function code(value: string): string {
  return `\`${value}\``;
}

/** The bound as an error says it: a phrase without the page's marks. */
function plain(bound: string): string {
  const phrase = bound.replaceAll('`', '');
  return `${phrase.charAt(0).toLowerCase()}${phrase.slice(1)}`;
}
