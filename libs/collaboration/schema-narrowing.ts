import { isDeepStrictEqual } from 'node:util';

/** As much of JSON Schema as events are described in. */
interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
}

const WORDS = ['$schema', 'title', 'description', 'default', 'examples', 'deprecated'];
const FLOORS = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'];
const CEILINGS = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'];
const UNDERSTOOD = [
  ...WORDS,
  ...FLOORS,
  ...CEILINGS,
  ...['type', 'properties', 'required', 'additionalProperties', 'propertyNames', 'items', 'enum', 'const', 'oneOf', 'anyOf'],
];

/** Why data that one schema accepts may no longer be accepted, or no longer be read in full, under another; none when it all is. */
export function narrowings(before: object, now: object, path = ''): string[] {
  const [old, fresh] = [before as JsonSchema, now as JsonSchema];
  const alternatives = [alternativesOf(old), alternativesOf(fresh)] as const;
  if (alternatives[0] || alternatives[1]) return unionNarrowings(alternatives[0] ?? [old], alternatives[1] ?? [fresh], path);
  return [
    ...typeNarrowings(old, fresh, path),
    ...valueNarrowings(old, fresh, path),
    ...boundNarrowings(old, fresh, path),
    ...propertyNarrowings(old, fresh, path),
    ...restNarrowings(old, fresh, path),
    ...(old.items && fresh.items ? narrowings(old.items, fresh.items, `${path}[]`) : []),
    ...(!old.items && fresh.items ? [`${at(path)} has items of a certain kind only`] : []),
    ...unknownNarrowings(old, fresh, path),
  ];
}

/** A list of types is a union as well: `string` or `null`. */
function alternativesOf(schema: JsonSchema): readonly JsonSchema[] | undefined {
  const { oneOf, anyOf, type } = schema;
  return oneOf ?? anyOf ?? (Array.isArray(type) ? type.map((one: string) => ({ ...schema, type: one })) : undefined);
}

/** Each old alternative must still fit somewhere. */
function unionNarrowings(before: readonly JsonSchema[], now: readonly JsonSchema[], path: string): string[] {
  return before.flatMap((old) => {
    const tried = now.map((fresh) => narrowings(old, fresh, path));
    // The one that fits best tells most clearly what is wrong.
    return tried.reduce((best, found) => (found.length < best.length ? found : best), tried[0] ?? []);
  });
}

function typeNarrowings(old: JsonSchema, fresh: JsonSchema, path: string): string[] {
  const wider = old.type === fresh.type || fresh.type === undefined || (old.type === 'integer' && fresh.type === 'number');
  return wider ? [] : [`${at(path)} was ${String(old.type ?? 'anything')} and became ${String(fresh.type)}`];
}

function valueNarrowings(old: JsonSchema, fresh: JsonSchema, path: string): string[] {
  const [had, has] = [valuesOf(old), valuesOf(fresh)];
  if (!has) return [];
  if (!had) return [`${at(path)} has certain values only: ${has.join(', ')}`];
  const lost = had.filter((value) => !has.includes(value));
  return lost.length > 0 ? [`${at(path)} may no longer be ${lost.join(', ')}`] : [];
}

function valuesOf(schema: JsonSchema): readonly unknown[] | undefined {
  return 'const' in schema ? [schema.const] : schema.enum;
}

function boundNarrowings(old: JsonSchema, fresh: JsonSchema, path: string): string[] {
  const tighter = (keyword: string, isTighter: (was: number, is: number) => boolean): string[] => {
    const [was, is] = [old[keyword], fresh[keyword]] as (number | undefined)[];
    if (is === undefined || (was !== undefined && !isTighter(was, is))) return [];
    return [`${at(path)} has ${keyword} ${is}, where it was ${was ?? 'free'}`];
  };
  return [
    ...FLOORS.flatMap((keyword) => tighter(keyword, (was, is) => is > was)),
    ...CEILINGS.flatMap((keyword) => tighter(keyword, (was, is) => is < was)),
  ];
}

function propertyNarrowings(old: JsonSchema, fresh: JsonSchema, path: string): string[] {
  const [had, has] = [old.properties ?? {}, fresh.properties ?? {}];
  const demanded = (fresh.required ?? []).filter((field) => !old.required?.includes(field));
  return [
    ...demanded.map((field) => (field in had ? `${join(path, field)} became required` : `${join(path, field)} is new and required`)),
    ...Object.entries(had).flatMap(([field, schema]) => {
      const now = has[field];
      return now ? narrowings(schema, now, join(path, field)) : [`${join(path, field)} is gone`];
    }),
  ];
}

/** Fields that are not named one by one, as in a record. */
function restNarrowings(old: JsonSchema, fresh: JsonSchema, path: string): string[] {
  const [had, has] = [old.additionalProperties ?? true, fresh.additionalProperties ?? true];
  const names = fresh.propertyNames ? narrowings(old.propertyNames ?? {}, fresh.propertyNames, `${path}{name}`) : [];
  if (has === true || had === false || fresh.type !== 'object') return names;
  if (has === false) return [...names, `${at(path)} may no longer hold other fields`];
  return [...names, ...narrowings(had === true ? {} : had, has, `${path}{}`)];
}

/** A keyword nobody taught this to compare counts as narrower as soon as it differs. */
function unknownNarrowings(old: JsonSchema, fresh: JsonSchema, path: string): string[] {
  return Object.keys(fresh)
    .filter((keyword) => !UNDERSTOOD.includes(keyword) && !isDeepStrictEqual(old[keyword], fresh[keyword]))
    .map((keyword) => `${at(path)} has another ${keyword}`);
}

function at(path: string): string {
  return path || 'the data';
}

function join(path: string, field: string): string {
  return path ? `${path}.${field}` : field;
}
