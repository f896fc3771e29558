import { made, person, PERSONAS } from '../../apps/api/demo/personas.js';
import type { RunningServer } from '../e2e/running-server.js';

/** The demo ledger as its story left it, asked by its personas; what the story speaks of goes by name. */
export class ToldTown {
  constructor(private readonly server: RunningServer) {}

  /** Of a persona; none for `anyone`. */
  async token(persona: string): Promise<string | undefined> {
    const found = PERSONAS.find((one) => one.persona === persona);
    return found && this.server.token({ person: person(persona), party: found.party && made(found.party), role: found.role });
  }

  async ask(persona: string, query: string, variables: object = {}): Promise<any> {
    return this.server.ask(query, variables, await this.token(persona));
  }

  /** What a subscription gives before it says that it has caught up. */
  async replay(persona: string, after?: string): Promise<any[]> {
    const query = `subscription ($after: Position) { ledgerEvents(after: $after) {
      __typename ... on LedgerEvent { id type stream revision position } ... on CaughtUp { position } } }`;
    const bearer = await this.token(persona);
    const feed = this.server.subscribe(query, { after }, bearer === undefined ? {} : { token: bearer });
    const seen: any[] = [];
    for await (const { data } of feed) {
      const { __typename, ...event } = data.ledgerEvents;
      if (__typename === 'CaughtUp') break;
      seen.push(event);
    }
    await feed.close();
    return seen;
  }

  async mandate(name: string, validAt: string, knownAt?: string): Promise<any> {
    const query = `query ($id: ID!, $validAt: LocalDate!, $knownAt: KnownAt) { mandate(id: $id, validAt: $validAt, knownAt: $knownAt) { status inForce { from until } } }`;
    return (await this.ask('anyone', query, { id: made(name), validAt, knownAt })).mandate;
  }

  async verdict(name: string, knownAt?: string): Promise<any> {
    const query = `query ($id: ID!, $knownAt: KnownAt) { decisionAuthority(id: $id, knownAt: $knownAt) {
      code validThen validNow chain { mandate } failingThen { mandate reasons } through { stream } } }`;
    return (await this.ask('college', query, { id: made(name), knownAt })).decisionAuthority;
  }

  async couldDecide(amountCents: number, on: string, post?: string): Promise<any> {
    const candidate = 'post { name } party { name } verdict { code chain { mandate } failing { mandate reasons } }';
    const query = `query ($amountCents: EuroCents!, $on: LocalDate!, $post: UUID) {
      couldDecide(power: "subsidie-welzijn", amountCents: $amountCents, on: $on, post: $post) { able { ${candidate} } nearMisses { ${candidate} } } }`;
    return (await this.ask('anyone', query, { amountCents, on, post: post && made(post) })).couldDecide;
  }

  async candidates(amountCents: number, on: string, post: string): Promise<unknown[][]> {
    const { able, nearMisses } = await this.couldDecide(amountCents, on, post);
    return [...able, ...nearMisses].map(({ verdict: { code, chain, failing } }: any) => [
      code,
      chain.map(({ mandate }: any) => mandate),
      failing?.mandate ?? null,
      failing?.reasons ?? null,
    ]);
  }

  async agreement(persona: string, validAt: string, knownAt?: string): Promise<any> {
    const query = `query ($id: ID!, $validAt: LocalDate!, $knownAt: KnownAt) { agreement(id: $id, validAt: $validAt, knownAt: $knownAt) {
      status totalCents proposal { hash } answers { party kind }
      version { version hash from terms { quantities { id amount } particulars { text } } } } }`;
    return (await this.ask(persona, query, { id: made('A-1'), validAt, knownAt })).agreement;
  }
}
