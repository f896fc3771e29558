import { Fault } from '../../../libs/ledger/errors.js';
import { EXIT } from '../exit-codes.js';
import { CliFailure } from '../failure.js';
import type { LedgerClient } from './ledger-client.js';

export interface FoundParty {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly partOf: { readonly id: string } | null;
}

export interface IdentifiedParty extends FoundParty {
  readonly identifiers: readonly { readonly scheme: string; readonly value: string }[];
}

interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const PARTY = 'id name kind partOf { id }';
const PAGE = 'pageInfo { hasNextPage endCursor }';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Walks a whole connection, page by page; every page reads as known at the first. */
export async function allNodes<Node>(client: LedgerClient, field: string, query: string, variables: object = {}): Promise<Node[]> {
  const nodes: Node[] = [];
  for (let after: string | null = null; ;) {
    const answer: Readonly<Record<string, Page<Node>>> = await client.ask(query, { ...variables, after });
    const page = answer[field];
    if (!page) throw new Error(`no ${field} in the answer`);
    nodes.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return nodes;
    after = page.pageInfo.endCursor;
  }
}

export function allParties(client: LedgerClient): Promise<IdentifiedParty[]> {
  return allNodes(
    client,
    'parties',
    `query Parties($after: String) { parties(first: 100, after: $after) { nodes { ${PARTY} identifiers { scheme value } } ${PAGE} } }`,
  );
}

export function partiesOfKind(client: LedgerClient, kind: string): Promise<FoundParty[]> {
  return allNodes(
    client,
    'parties',
    `query Parties($kind: PartyKind, $after: String) { parties(first: 100, after: $after, filter: { kind: $kind }) { nodes { ${PARTY} } ${PAGE} } }`,
    { kind },
  );
}

/** A party by id, exact name or identifier. @throws CliFailure when there is none, or more than one */
export async function findParty(client: LedgerClient, text: string): Promise<FoundParty> {
  const wanted = text.normalize('NFC').trim();
  const found = UUID.test(wanted) ? await partyById(client, wanted.toLowerCase()) : await byNameOrIdentifier(client, wanted);
  const [party, other] = found;
  if (!party) {
    throw new CliFailure(
      EXIT.usage,
      'UNKNOWN_PARTY',
      `there is no party "${wanted}"; give its id, its exact name or an identifier (OIN, RSIN, KvK number, TOOI URI, CBS code).`,
    );
  }
  if (other) {
    throw new CliFailure(
      EXIT.usage,
      'SEVERAL_PARTIES',
      `${found.length} parties answer to "${wanted}" (${found.map(({ id }) => id).join(', ')}); give the id of the one you mean.`,
    );
  }
  return party;
}

async function partyById(client: LedgerClient, id: string): Promise<FoundParty[]> {
  try {
    const { party } = await client.ask<{ party: FoundParty }>(`query Party($id: ID!) { party(id: $id) { ${PARTY} } }`, { id });
    return [party];
  } catch (error) {
    if (error instanceof Fault && error.category === 'NOT_FOUND') return [];
    throw error;
  }
}

async function byNameOrIdentifier(client: LedgerClient, wanted: string): Promise<FoundParty[]> {
  const named = await allNodes<FoundParty>(
    client,
    'parties',
    `query Named($name: String, $after: String) { parties(first: 100, after: $after, filter: { nameContains: $name }) { nodes { ${PARTY} } ${PAGE} } }`,
    { name: wanted },
  );
  const exact = named.filter(({ name }) => name === wanted);
  if (exact.length > 0) return exact;
  const { parties } = await client.ask<{ parties: Page<FoundParty> }>(
    `query Identified($identifier: String) { parties(first: 10, filter: { identifier: $identifier }) { nodes { ${PARTY} } ${PAGE} } }`,
    { identifier: wanted },
  );
  return [...parties.nodes];
}
