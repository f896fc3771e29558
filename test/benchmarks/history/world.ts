import type { AudienceLevel, DecidedBy, Origin, Period } from '../../../libs/ledger/envelope.js';
import type { EventDefinition } from '../../../libs/ledger/event-definition.js';
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
  /** Where the decider chose another audience than its type has. */
  readonly level?: AudienceLevel;
  /** Who may read it below *public*, besides whoever acts and those its type names. */
  readonly readers?: readonly string[];
  readonly origin?: Origin;
  readonly mandate?: Pin;
  readonly decidedBy?: DecidedBy;
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
  readonly until?: string;
  publication?: true;
}

/** A municipality with its bodies, posts and mandates; the history holds several, and the decisions of each. */
export interface Organisation {
  readonly municipality: string;
  readonly college: string;
  readonly posts: PostInWorld[];
  readonly mandates: MandateInWorld[];
}

/** What can be asked about from the instant on which it was first recorded. */
export interface Recorded {
  readonly id: string;
  readonly since: number;
}

export interface AgreementInWorld extends Recorded {
  readonly parties: readonly string[];
}

export interface PartnershipInWorld extends Recorded {
  readonly members: readonly string[];
}

export interface ResponsibilityInWorld extends Recorded {
  readonly topic: string;
}

const DAY_MS = 86_400_000;

/** What the history so far has made, as far as later facts need it. Bounded, but for the ids: they are what the questions ask about. */
export interface World {
  readonly chance: Chance;
  readonly organisations: Organisation[];
  readonly parties: string[];
  readonly decisions: string[];
  readonly partnerships: PartnershipInWorld[];
  readonly responsibilities: ResponsibilityInWorld[];
  readonly agreements: AgreementInWorld[];
  /** The moment at which the next fact is recorded. */
  now: number;
  /** Id and revision that the next event of a stream will get: a later fact may pin it. */
  nextPin(aggregate: string, id: string): Pin;
}

/** A date some days before or after the one on which it is recorded. */
export function around({ now, chance }: World, before: number, after: number): string {
  return day(now + (chance.below(before + after + 1) - before) * DAY_MS);
}

export function today({ now }: World): string {
  return day(now);
}

export function day(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** Whose mandates can carry a decision. */
export function ableOrganisation({ chance, organisations }: World): Organisation {
  return chance.pick(organisations.filter(({ mandates }) => mandates.length > 0));
}

/** Different parties from outside an organisation, as many as asked as long as there are that many. */
export function partnersOf({ chance, parties }: World, { municipality, college }: Organisation, number: number): string[] {
  const found = new Set<string>();
  for (let tries = 0; found.size < number && tries < 10 * number; tries += 1) {
    const one = chance.pick(parties);
    if (one !== municipality && one !== college) found.add(one);
  }
  return [...found];
}
