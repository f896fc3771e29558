import { BEGIN_OF_TIME, END_OF_TIME, type Projection, type TableDefinition } from '../../../views/view-definition.js';
import { network, profileOn, type NetworkContact, type NetworkProfile, type NetworkState } from './network.js';

const PUBLIC = { level: 'public', parties: [] } as const;

export const NetworkStatus = { NOT_YET: 'NOT_YET', ACTIVE: 'ACTIVE', ENDED: 'ENDED' } as const;
export type NetworkStatus = (typeof NetworkStatus)[keyof typeof NetworkStatus];

/** What the API shows of a network on a date. */
export interface NetworkDoc extends NetworkProfile {
  readonly status: NetworkStatus;
  readonly steward: string;
  readonly endReason?: string;
}

export type NetworkContactDoc = Omit<NetworkContact, 'audience'>;

/** One row for every day that ever was; before its first day as it began. */
const networks: TableDefinition<NetworkState> = {
  name: 'network',
  version: 1,
  columns: { name: 'text', status: 'text', topics: 'text', parties: 'text', funded: 'integer' },
  orders: [['name']],
  reads: ['ended', 'exists', 'profile', 'steward'],
  rows(state) {
    const starts = cutsOf(state);
    return starts.flatMap((validFrom, index) => {
      const doc = docOn(state, validFrom);
      if (!doc) return [];
      const columns = {
        name: doc.name,
        status: doc.status,
        topics: doc.topics.join('|'),
        parties: doc.parties.join('|'),
        funded: doc.funded ? 1 : 0,
      };
      return [{ key: '', validFrom, validTo: starts[index + 1] ?? END_OF_TIME, audience: PUBLIC, columns, doc: () => doc }];
    });
  },
};

/** Who kept contact when, for those it is shared with. */
const contacts: TableDefinition<NetworkState> = {
  name: 'network_contact',
  version: 1,
  columns: { on_date: 'text' },
  orders: [['on_date']],
  reads: ['contacts'],
  rows: ({ contacts: kept }) =>
    kept.map(({ audience, ...doc }) => ({
      key: String(doc.contact),
      validFrom: doc.on,
      validTo: END_OF_TIME,
      audience,
      columns: { on_date: doc.on },
      doc: (): NetworkContactDoc => doc,
    })),
};

export const networkProjection: Projection<NetworkState> = { aggregate: network, tables: [networks, contacts] };

function cutsOf({ exists, profile, ended }: NetworkState): string[] {
  if (!exists) return [];
  return [...new Set([BEGIN_OF_TIME, ...profile.map(({ from }) => from), ...(ended ? [ended.from] : [])])].sort();
}

function docOn(state: NetworkState, date: string): NetworkDoc | undefined {
  const profile = profileOn(state, date);
  const { ended, steward } = state;
  const first = state.profile[0]?.from;
  if (!profile || first === undefined) return undefined;
  const hasEnded = ended !== undefined && ended.from <= date;
  return {
    ...profile,
    steward,
    status: hasEnded ? 'ENDED' : date < first ? 'NOT_YET' : 'ACTIVE',
    ...(hasEnded ? { endReason: ended.reason } : {}),
  };
}
