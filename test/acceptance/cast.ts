import { randomUUID } from 'node:crypto';
import type { Role } from '../../libs/ledger/aggregate.js';
import type { RunningServer } from '../e2e/running-server.js';

/** What a mutation answered, whichever of the two it was. */
export interface Answered {
  readonly __typename: 'Recorded' | 'Refused';
  readonly position: string;
  readonly stream: string;
  readonly subject: { readonly id: string } | null;
  readonly code: string;
  readonly ruleId: string;
  readonly legalBasis: string | null;
  readonly pins: readonly { readonly stream: string }[];
  readonly recordedAs: { readonly stream: string } | null;
}

const ANSWER = `__typename
  ... on Recorded { position stream revision subject { ... on Party { id } ... on Post { id } ... on Mandate { id } ... on Decision { id } } }
  ... on Refused { code ruleId legalBasis title { nl en } detail { nl en } pins { stream revision eventId } recordedAs { stream revision eventId } }`;

/** The people of Rivierenoord, over HTTP: each with a token, each through the same mutations as any client. */
export class Cast {
  private readonly tokens = new Map<string, string>();
  private readonly persons = new Map<string, string>();
  /** Position of the last thing recorded, so that a question sees it. */
  private last = '';

  constructor(private readonly server: Pick<RunningServer, 'token' | 'ask' | 'moveClock'>) {}

  /** Pseudonymous id of whoever plays a role. */
  person(persona: string): string {
    const known = this.persons.get(persona) ?? randomUUID();
    this.persons.set(persona, known);
    return known;
  }

  async introduce(persona: string, party: string | null, role: Role = 'member'): Promise<void> {
    this.tokens.set(persona, await this.server.token({ person: this.person(persona), party, role }));
  }

  /** The morning of a day; from then on things are recorded on it. */
  on(date: string): Promise<string> {
    return this.server.moveClock(`${date}T08:00:00.000Z`);
  }

  /** A mutation; enumerations stand in the input as their names. */
  async does(persona: string, mutation: string, input: object): Promise<Answered> {
    const type = mutation.charAt(0).toUpperCase() + mutation.slice(1);
    const query = `mutation ($input: ${type}Input!) { ${mutation}(input: $input) { ${ANSWER} } }`;
    const answer = (await this.server.ask<Record<string, Answered>>(query, { input }, this.token(persona)))[mutation] as Answered;
    if (answer.__typename === 'Recorded') this.last = answer.position;
    return answer;
  }

  /** A mutation that must be recorded. @returns the id of its subject */
  async records(persona: string, mutation: string, input: object): Promise<string> {
    const answer = await this.does(persona, mutation, input);
    if (answer.__typename !== 'Recorded') throw new Error(`${mutation} was refused: ${JSON.stringify(answer)}`);
    return answer.stream.slice(answer.stream.indexOf('-') + 1);
  }

  /** A question that sees everything recorded so far. `$last` is its position. */
  async asks<Data>(persona: string, query: string, variables: object = {}): Promise<Data> {
    return this.server.ask<Data>(query, query.includes('$last') ? { ...variables, last: this.last } : variables, this.token(persona));
  }

  private token(persona: string): string | undefined {
    if (persona === 'anyone') return undefined;
    const token = this.tokens.get(persona);
    if (token === undefined) throw new Error(`${persona} was not introduced`);
    return token;
  }
}
