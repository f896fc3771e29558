import type { Period } from './envelope.js';
import type { LocalDate } from './local-date.js';
import { contains, earlierEnd, isEmpty } from './period.js';

/** One stretch of days on which a value holds, and the revision of the event that set it. */
export interface Segment<T> {
  readonly from: LocalDate;
  readonly until: LocalDate | null;
  readonly value: T;
  readonly revision: number;
}

/**
 * A piecewise-constant value over valid time: segments in order, none overlapping, none empty; between them there is no value.
 * It is plain JSON and never changed in place, so that a state which holds timelines survives being stored as text.
 * A field that is corrected on its own belongs in a timeline of its own.
 */
export type Timeline<T> = readonly Segment<T>[];

/** Until a date (exclusive), for ever, or up to the next day on which the timeline already changes. */
export type SetUntil = LocalDate | 'open' | 'untilNextChange';

export interface Change {
  readonly from: LocalDate;
  /** Default `untilNextChange`, so that a retroactive change does not wipe later ones. */
  readonly to?: SetUntil;
}

export interface SetValue<T> extends Change {
  readonly value: T;
  readonly revision: number;
}

/** A timeline without any value. Use it as `Timeline<T>` of any T. */
export const NOTHING: Timeline<never> = [];

/** Puts a value on a stretch of days; what held there before gives way, what held around it stays. */
export function set<T>(timeline: Timeline<T>, change: SetValue<T>): Timeline<T> {
  const stretch = stretchOf(timeline, change);
  if (isEmpty(stretch)) return timeline;
  const { from, until } = stretch;
  const { value, revision } = change;
  if (timeline.length === 0) return [{ from, until, value, revision }];
  return inOrder([...around(timeline, stretch), { from, until, value, revision }]);
}

/** Takes the value away on a stretch of days. */
export function clear<T>(timeline: Timeline<T>, change: Change): Timeline<T> {
  const stretch = stretchOf(timeline, change);
  return isEmpty(stretch) ? timeline : inOrder(around(timeline, stretch));
}

/** Patches every segment that stems from one revision, wherever later changes left a piece of it. */
export function correct<T>(timeline: Timeline<T>, revision: number, patch: (value: T) => T): Timeline<T> {
  return timeline.map((segment) => (segment.revision === revision ? { ...segment, value: patch(segment.value) } : segment));
}

export function segmentAt<T>(timeline: Timeline<T>, date: LocalDate): Segment<T> | undefined {
  return timeline.find((segment) => contains(segment, date));
}

/** The value on a day; undefined where there is none. */
export function at<T>(timeline: Timeline<T>, date: LocalDate): T | undefined {
  return segmentAt(timeline, date)?.value;
}

/** Days on which none of several timelines changes, with the value of each; undefined where one has none. */
export interface Stretch<Values> extends Period {
  readonly values: { readonly [Name in keyof Values]: Values[Name] | undefined };
}

/**
 * Lays timelines side by side and cuts them wherever one of them changes. Days on which none has a value are left out.
 * "In force" is `periodsWhere(combine({ term, consent, suspension }), (v) => v.term && v.consent && !v.suspension)`.
 */
export function combine<Values extends object>(timelines: { readonly [Name in keyof Values]: Timeline<Values[Name]> }): Stretch<Values>[] {
  const named = Object.entries(timelines) as [string, Timeline<unknown>][];
  const cuts = breakpoints(named.flatMap(([, timeline]) => timeline));
  const stretches: Stretch<Values>[] = [];
  for (const [index, from] of cuts.entries()) {
    const values: Record<string, unknown> = {};
    let some = false;
    for (const [name, timeline] of named) {
      values[name] = at(timeline, from);
      some ||= values[name] !== undefined;
    }
    if (some) stretches.push({ from, until: cuts[index + 1] ?? null, values: values as Stretch<Values>['values'] });
  }
  return stretches;
}

/** The periods of the stretches that meet a condition; adjoining ones become one. */
export function periodsWhere<Values>(
  stretches: readonly Stretch<Values>[],
  holds: (values: Stretch<Values>['values']) => unknown,
): Period[] {
  return joined(stretches.filter((stretch) => Boolean(holds(stretch.values))));
}

/** The periods on which every timeline has a value. */
export function intersection(timelines: readonly Timeline<unknown>[]): Period[] {
  const stretches = combine<Record<string, unknown>>(Object.fromEntries(timelines.entries()));
  return periodsWhere(stretches, (values) => Object.values(values).every((value) => value !== undefined));
}

/** Every day on which something starts or ends, in order. */
function breakpoints(periods: readonly Period[]): LocalDate[] {
  const days = new Set<LocalDate>();
  for (const { from, until } of periods) {
    days.add(from);
    if (until !== null) days.add(until);
  }
  return [...days].sort();
}

function stretchOf(timeline: Timeline<unknown>, { from, to = 'untilNextChange' }: Change): Period {
  if (to === 'open') return { from, until: null };
  if (to !== 'untilNextChange') return { from, until: to };
  if (timeline.length === 0) return { from, until: null };
  return { from, until: breakpoints(timeline).find((day) => day > from) ?? null };
}

/** What is left of a timeline outside a stretch: a segment across it falls into two pieces of the same revision. */
function around<T>(timeline: Timeline<T>, stretch: Period): Segment<T>[] {
  const pieces: Segment<T>[] = [];
  for (const segment of timeline) {
    const before = { ...segment, until: earlierEnd(segment.until, stretch.from) };
    if (!isEmpty(before)) pieces.push(before);
    if (stretch.until === null) continue;
    const after = segment.from > stretch.until ? segment : { ...segment, from: stretch.until };
    if (!isEmpty(after)) pieces.push(after);
  }
  return pieces;
}

function inOrder<T>(segments: Segment<T>[]): Timeline<T> {
  return segments.sort((a, b) => (a.from < b.from ? -1 : 1));
}

function joined(periods: readonly Period[]): Period[] {
  const result: Period[] = [];
  for (const { from, until } of periods) {
    const last = result.at(-1);
    if (last?.until === from) result[result.length - 1] = { from: last.from, until };
    else result.push({ from, until });
  }
  return result;
}
