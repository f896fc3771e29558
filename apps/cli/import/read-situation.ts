import { subjectIdOf } from '../../../libs/ledger/ids.js';
import type { GrantingBody, PlannedPost, RegisterReading } from '../../../libs/interop/mandate-register/register-reading.js';
import { grantKey, postKey } from '../../../libs/interop/mandate-register/register-reading.js';
import type { LedgerClient } from '../client/ledger-client.js';
import { allNodes, partiesOfKind } from '../client/parties.js';
import { BODIES, GRANTING_BODIES, type Municipality } from './plan-bodies.js';
import type { RecordedGrant } from './recorded-grant.js';
import { recordedBy } from './recorded-by.js';
import { mandateCommandId, organisationCommandId, postCommandId, type RegisterSituation } from './register-situation.js';

interface NamedPost {
  readonly id: string;
  readonly name: string;
  readonly status: string;
}

/** Looks up what the ledger has of everything a register names. */
export async function readSituation(
  client: LedgerClient,
  reading: RegisterReading,
  known: Pick<RegisterSituation, 'municipality' | 'file' | 'attester'>,
): Promise<RegisterSituation> {
  const { municipality } = known;
  const [bodies, posts, organisations, mandates] = await Promise.all([
    bodiesOf(client, municipality),
    postsOf(client, reading.posts, municipality),
    organisationsOf(client, reading.posts, municipality),
    mandatesOf(client, reading, municipality),
  ]);
  return { ...known, bodies, posts, organisations, mandates };
}

async function bodiesOf(client: LedgerClient, { id }: Municipality): Promise<RegisterSituation['bodies']> {
  const found = await Promise.all(
    GRANTING_BODIES.map(async (body): Promise<[GrantingBody, string][]> => {
      const parties = await partiesOfKind(client, BODIES[body].kind);
      return parties
        .filter(({ partOf }) => partOf?.id === id)
        .slice(0, 1)
        .map((party) => [body, party.id]);
    }),
  );
  return Object.fromEntries(found.flat());
}

/** A post this import established is known by its id, whatever it is called by now; any other of the municipality by its name. */
async function postsOf(client: LedgerClient, wanted: readonly PlannedPost[], municipality: Municipality): Promise<Map<string, string>> {
  const own = await recordedBy(
    client,
    wanted.map((post) => postCommandId(municipality.id, post)),
  );
  const named = await allNodes<NamedPost>(
    client,
    'posts',
    `query Posts($party: UUID, $after: String) { posts(first: 100, after: $after, filter: { party: $party }) { nodes { id name status } pageInfo { hasNextPage endCursor } } }`,
    { party: municipality.id },
  );
  const idOf = (post: PlannedPost): string | undefined => {
    const commandId = postCommandId(municipality.id, post);
    if (own.has(commandId)) return subjectIdOf(commandId);
    if (post.organisation === 'unidentified') return undefined;
    const same = named.filter(({ name }) => name === post.name);
    return (same.find(({ status }) => status === 'ACTIVE') ?? same[0])?.id;
  };
  return new Map(wanted.flatMap((post): [string, string][] => optional(postKey(post), idOf(post))));
}

async function organisationsOf(
  client: LedgerClient,
  posts: readonly PlannedPost[],
  municipality: Municipality,
): Promise<Map<string, string>> {
  const elsewhere = posts.filter(({ organisation }) => organisation === 'unidentified');
  const own = await recordedBy(
    client,
    elsewhere.map((post) => organisationCommandId(municipality.id, post)),
  );
  return new Map(
    elsewhere.flatMap((post): [string, string][] => {
      const commandId = organisationCommandId(municipality.id, post);
      return optional(postKey(post), own.has(commandId) ? subjectIdOf(commandId) : undefined);
    }),
  );
}

async function mandatesOf(
  client: LedgerClient,
  { rows }: RegisterReading,
  municipality: Municipality,
): Promise<Map<string, RecordedGrant>> {
  const grants = rows.flatMap((row) => (row.kind === 'read' ? row.grants : []));
  const recorded = await recordedBy(
    client,
    grants.map((grant) => mandateCommandId(municipality.id, grant)),
  );
  return new Map(
    grants.flatMap((grant): [string, RecordedGrant][] => {
      const event = recorded.get(mandateCommandId(municipality.id, grant));
      return event?.type === 'MandateGranted' ? [[grantKey(grant), event.data as RecordedGrant]] : [];
    }),
  );
}

function optional(key: string, id: string | undefined): [string, string][] {
  return id === undefined ? [] : [[key, id]];
}
