import { POWERS } from '../history/mandate-facts.js';
import { LIFE } from '../history/history.js';
import { day, type World } from '../history/world.js';
import type { Chance } from '../history/chance.js';

export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A question of the API at a random place on both time axes; `total` asks for the number of all answers too. */
export interface Question {
  readonly name: string;
  /** Lists can say how many there are in all. */
  readonly counts: boolean;
  ask(chance: Chance, world: World, total: boolean): Operation;
}

const AXES = '$validAt: LocalDate, $knownAt: KnownAt';
const AT = 'validAt: $validAt, knownAt: $knownAt';

export const QUESTIONS: readonly Question[] = [
  list('parties by name', 'parties', 'id name kind status'),
  list('posts of a party', 'posts', 'id name status', {
    type: 'PostFilter',
    filter: (chance, { organisations, parties }) => ({
      party: chance.often(0.5) ? chance.pick(organisations).municipality : chance.pick(parties),
    }),
  }),
  list('mandate register', 'mandateRegister', 'id kind status'),
  list('mandates of a body', 'mandateRegister', 'id kind status', {
    type: 'MandateFilter',
    filter: (chance, { organisations }) => ({ grantor: chance.pick(organisations).college }),
  }),
  list('decisions by date', 'decisions', 'id reference status'),
  list('decisions under a mandate', 'decisions', 'id reference status', {
    type: 'DecisionFilter',
    filter: (chance, { organisations }) => ({
      mandate: chance.pick(chance.pick(organisations.filter(({ mandates }) => mandates.length > 0)).mandates).id,
    }),
  }),
  {
    name: 'who could decide',
    counts: false,
    ask: (chance, { organisations }) => ({
      query: `query ($organisation: UUID, $power: String!, $on: LocalDate!, $knownAt: KnownAt) {
        couldDecide(organisation: $organisation, power: $power, on: $on, amountCents: 2500000, knownAt: $knownAt) { able { post { name } } nearMisses { post { name } } } }`,
      variables: {
        organisation: chance.pick(organisations).municipality,
        power: chance.pick(POWERS),
        on: randomDay(chance),
        knownAt: randomInstant(chance),
      },
    }),
  },
  {
    name: 'authority of a decision',
    counts: false,
    // Known at the end of the ledger's life: before it was recorded there is no decision to ask about.
    ask: (chance, { decisions }) => ({
      query: `query ($id: ID!) { decisionAuthority(id: $id, validAt: "${day(LIFE.until)}") { code } }`,
      variables: { id: chance.pick(decisions) },
    }),
  },
  {
    name: 'timeline of a subject',
    counts: true,
    ask: (chance, { organisations, parties }, total) => ({
      query: `query ($subject: ID!, $knownAt: KnownAt) { timeline(subject: $subject, knownAt: $knownAt) { ${total ? 'totalCount ' : ''}nodes { id type recordedAt } } }`,
      variables: {
        subject: chance.often(0.3) ? chance.pick(organisations).municipality : chance.pick(parties),
        knownAt: randomInstant(chance),
      },
    }),
  },
  {
    name: 'a page of events',
    counts: true,
    ask: (chance, _world, total) => ({
      query: `query ($knownAt: KnownAt) { events(knownAt: $knownAt) { ${total ? 'totalCount ' : ''}nodes { id type recordedAt } } }`,
      variables: { knownAt: randomInstant(chance) },
    }),
  },
];

interface Filter {
  readonly type: string;
  filter(chance: Chance, world: World): object;
}

function list(name: string, field: string, selection: string, filtered?: Filter): Question {
  return {
    name,
    counts: true,
    ask(chance, world, total) {
      const [declared, given] = filtered ? [`, $filter: ${filtered.type}`, ', filter: $filter'] : ['', ''];
      return {
        query: `query (${AXES}${declared}) { ${field}(${AT}${given}) { ${total ? 'totalCount ' : ''}nodes { ${selection} } pageInfo { hasNextPage endCursor } } }`,
        variables: {
          validAt: randomDay(chance),
          knownAt: randomInstant(chance),
          ...(filtered ? { filter: filtered.filter(chance, world) } : {}),
        },
      };
    },
  };
}

/** Every day of the ledger's life as likely as any other, its first and last included. */
function randomDay(chance: Chance): string {
  return day(LIFE.from + chance.next() * (LIFE.until - LIFE.from));
}

function randomInstant(chance: Chance): string {
  return new Date(LIFE.from + chance.next() * (LIFE.until - LIFE.from)).toISOString();
}
