import type { LedgerClient } from '../client/ledger-client.js';
import { inParallel } from '../in-parallel.js';

/** The first event that a command recorded. */
export interface RecordedEvent {
  readonly type: string;
  readonly data: unknown;
}

/** Fewer than the renamed fields one operation may have. */
const PER_QUERY = 25;
const QUERIES_AT_ONCE = 4;

type Answer = Readonly<Record<string, { readonly nodes: readonly (RecordedEvent & { readonly refusedAttempt: boolean })[] }>>;

/** What these commands recorded, by command id; those that recorded nothing are absent. */
export async function recordedBy(client: LedgerClient, commandIds: readonly string[]): Promise<ReadonlyMap<string, RecordedEvent>> {
  const groups = Array.from({ length: Math.ceil(commandIds.length / PER_QUERY) }, (_, index) =>
    commandIds.slice(index * PER_QUERY, (index + 1) * PER_QUERY),
  );
  const found = await inParallel(groups, QUERIES_AT_ONCE, (group) => recordedByGroup(client, group));
  return new Map(found.flat());
}

async function recordedByGroup(client: LedgerClient, commandIds: readonly string[]): Promise<[string, RecordedEvent][]> {
  const names = commandIds.map((_, index) => `c${index}`);
  const query = `query RecordedBy(${names.map((name) => `$${name}: UUID`).join(', ')}) {
    ${names.map((name) => `${name}: events(first: 5, filter: { commandId: $${name} }) { nodes { type refusedAttempt data } }`).join('\n')}
  }`;
  const variables = Object.fromEntries(names.map((name, index) => [name, commandIds[index]]));
  const answer = await client.ask<Answer>(query, variables);
  return names.flatMap((name, index): [string, RecordedEvent][] => {
    const first = answer[name]?.nodes.find(({ refusedAttempt }) => !refusedAttempt);
    return first ? [[commandIds[index] as string, { type: first.type, data: first.data }]] : [];
  });
}
