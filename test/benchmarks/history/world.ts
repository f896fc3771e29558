import type { EventDefinition } from '../../../libs/ledger/event-definition.js';
import type { Period } from '../../../libs/ledger/envelope.js';
import type { Pin } from '../../../libs/ledger/refusal.js';
import type { Chance } from './chance.js';

/** Something to be recorded; what every event carries besides is added when it is written. */
export interface Fact<Data = any> {
  readonly aggregate: string;
  readonly id: string;
  readonly definition: EventDefinition<string, Data>;
  readonly data: Data;
  readonly actingFor: string;
  readonly actDate?: string;
  readonly valid?: Period;
}

export interface PostInWorld {
  readonly id: string;
  readonly party: string;
  holder?: string | undefined;
}

export interface MandateInWorld {
  readonly id: string;
  /** The event that granted it. */
  readonly pin: Pin;
  readonly powers: readonly string[];
  readonly post: PostInWorld;
  /** From the body down to this mandate. */
  readonly chain: readonly Pin[];
  publication?: true;
}

/** A municipality with its bodies, posts and mandates; the history holds several, and the decisions of each. */
export interface Organisation {
  readonly municipality: string;
  readonly college: string;
  readonly posts: PostInWorld[];
  readonly mandates: MandateInWorld[];
}

const DAY_MS = 86_400_000;

/** What the history so far has made, as far as later facts need it. Bounded, but for the ids: they are what the questions ask about. */
export interface World {
  readonly chance: Chance;
  readonly organisations: Organisation[];
  readonly parties: string[];
  readonly decisions: string[];
  /** The moment at which the next fact is recorded. */
  now: number;
  /** Id and revision that the next event of a stream will get: a later fact may pin it. */
  nextPin(aggregate: string, id: string): Pin;
}

/** A date some days before or after the one on which it is recorded. */
export function around({ now, chance }: World, before: number, after: number): string {
  return day(now + (chance.below(before + after + 1) - before) * DAY_MS);
}

export function day(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}
