import { amsterdamDate } from '../../../libs/ledger/local-date.js';
import { POWERS } from '../history/mandate-facts.js';
import { LIFE } from '../history/history.js';
import { day, type Recorded, type World } from '../history/world.js';
import type { Chance } from '../history/chance.js';

export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Milliseconds within which 95 of 100 are answered, without and with the number of all answers. */
export interface Goal {
  readonly plain: number;
  readonly counted: number;
}

const GOAL: Goal = { plain: 10, counted: 150 };
/** Of the answers that tell a whole history. */
const HISTORY_GOAL: Goal = { plain: 20, counted: 150 };

/** A question of the API at a random place on both time axes; `total` asks for the number of all answers too. */
export interface Question {
  readonly name: string;
  readonly goal: Goal;
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
    goal: GOAL,
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
    goal: GOAL,
    counts: false,
    // Known at the end of the ledger's life: before it was recorded there is no decision to ask about.
    ask: (chance, { decisions }) => ({
      query: `query ($id: ID!) { decisionAuthority(id: $id, validAt: "${day(LIFE.until)}") { code } }`,
      variables: { id: chance.pick(decisions) },
    }),
  },
  {
    name: 'timeline of a subject',
    goal: HISTORY_GOAL,
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
    goal: GOAL,
    counts: true,
    ask: (chance, _world, total) => ({
      query: `query ($knownAt: KnownAt) { events(knownAt: $knownAt) { ${total ? 'totalCount ' : ''}nodes { id type recordedAt } } }`,
      variables: { knownAt: randomInstant(chance) },
    }),
  },
  list('agreements of a party', 'agreements', 'id title status from until', {
    type: 'AgreementFilter',
    filter: (chance, { agreements }) => ({ party: chance.pick(chance.pick(agreements).parties) }),
  }),
  {
    name: 'an agreement with its terms',
    goal: GOAL,
    counts: false,
    ask: (chance, { agreements }) => ({
      query: `query ($id: ID!, ${AXES}) { agreement(id: $id, ${AT}) { title status from until totalCents parties { name } commitments { commitment due status }
        version { version hash terms { title clauses { heading text } lines { name amountCents } } } } }`,
      variables: sinceRecorded(chance, chance.pick(agreements)),
    }),
  },
  {
    name: 'history of an agreement',
    goal: HISTORY_GOAL,
    counts: true,
    ask: (chance, { agreements }, total) => ({
      query: `query ($id: ID!, ${AXES}) { agreementHistory(id: $id, ${AT}) { ${total ? 'totalCount ' : ''}nodes { type on recordedAt party post proposal hash version decision } } }`,
      variables: sinceRecorded(chance, chance.pick(agreements)),
    }),
  },
  {
    name: 'timeline of a partner in agreements',
    goal: HISTORY_GOAL,
    counts: true,
    ask: (chance, { agreements }, total) => {
      const agreement = chance.pick(agreements);
      return {
        query: `query ($subject: ID!, $knownAt: KnownAt) { timeline(subject: $subject, knownAt: $knownAt) { ${total ? 'totalCount ' : ''}nodes { id type recordedAt } } }`,
        variables: { subject: chance.pick(agreement.parties), knownAt: sinceRecorded(chance, agreement).knownAt },
      };
    },
  },
  ofParty('commitments due of a party', 'commitmentsDue', 'commitment text due status metOn confirmed'),
  ofParty('what comes due for a party', 'upcoming', 'on kind stream text { nl }'),
  {
    name: 'a partnership with its roles',
    goal: GOAL,
    counts: false,
    ask: (chance, { partnerships }) => ({
      query: `query ($id: ID!, ${AXES}) { partnership(id: $id, ${AT}) { name status members { from until party { name } }
        roles { role name from until bearer { name } post { name } } tensions { roles } workingRules { rules } } }`,
      variables: sinceRecorded(chance, chance.pick(partnerships)),
    }),
  },
  {
    name: 'who was accountable',
    goal: GOAL,
    counts: true,
    ask: (chance, { responsibilities }, total) => {
      const { topic, ...responsibility } = chance.pick(responsibilities);
      const { id, ...at } = sinceRecorded(chance, responsibility);
      return {
        query: `query ($responsibility: UUID, $topic: String, ${AXES}) { whoWasAccountable(responsibility: $responsibility, topic: $topic, ${AT}) {
          ${total ? 'totalCount ' : ''}nodes { from until acceptedOn post { name } party { name } responsibility { topic } } } }`,
        variables: { ...(chance.often(0.5) ? { topic } : { responsibility: id }), ...at },
      };
    },
  },
];

interface Filter {
  readonly type: string;
  filter(chance: Chance, world: World): object;
}

function list(name: string, field: string, selection: string, filtered?: Filter): Question {
  return {
    name,
    goal: GOAL,
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

/** A list of what concerns a party that has agreements. */
function ofParty(name: string, field: string, selection: string): Question {
  return {
    name,
    goal: GOAL,
    counts: true,
    ask: (chance, { agreements }, total) => ({
      query: `query ($party: UUID!, ${AXES}) { ${field}(party: $party, ${AT}) { ${total ? 'totalCount ' : ''}nodes { ${selection} } pageInfo { hasNextPage endCursor } } }`,
      variables: { party: chance.pick(chance.pick(agreements).parties), validAt: randomDay(chance), knownAt: randomInstant(chance) },
    }),
  };
}

/** A place on both axes at which it is there: before it was recorded there is nothing to ask about. */
function sinceRecorded(chance: Chance, { id, since }: Recorded): { id: string; validAt: string; knownAt: string } {
  const later = () => since + chance.next() * (LIFE.until - since);
  return { id, validAt: amsterdamDate(new Date(later()).toISOString()), knownAt: new Date(later()).toISOString() };
}

/** Every day of the ledger's life as likely as any other, its first and last included. */
function randomDay(chance: Chance): string {
  return day(LIFE.from + chance.next() * (LIFE.until - LIFE.from));
}

function randomInstant(chance: Chance): string {
  return new Date(LIFE.from + chance.next() * (LIFE.until - LIFE.from)).toISOString();
}
