import { combine, set, type Timeline } from '../../../ledger/timeline.js';
import { BEGIN_OF_TIME, END_OF_TIME, type Projection, type TableDefinition } from '../../../views/view-definition.js';
import { dueTablesOf } from '../../timers/due-table.js';
import { postDue } from './post-due.js';
import { isAbolished, nameOn, placeOn, post, type Occupant, type PostPlace, type PostState } from './post.js';

const PUBLIC = { level: 'public', parties: [] } as const;

export const PostStatus = { ACTIVE: 'ACTIVE', SUCCEEDED: 'SUCCEEDED', ABOLISHED: 'ABOLISHED' } as const;
export type PostStatus = (typeof PostStatus)[keyof typeof PostStatus];

/** What the API shows of a post on a date; who fills it stands in a table of its own. */
export interface PostDoc extends PostPlace {
  readonly name: string;
  readonly category: boolean;
  readonly status: PostStatus;
  readonly successor?: string | undefined;
}

export type OccupancyDoc = Omit<Occupant, 'audience'>;

/** One row for every day that ever was, so that a post is found on any date; before its first day as it began. */
const posts: TableDefinition<PostState> = {
  name: 'post',
  version: 2,
  columns: { name: 'text', party: 'text', category: 'integer', status: 'text', successor: 'text' },
  known: true,
  orders: [['name'], ['party', 'name'], ['successor']],
  told: ({ name, party, category, status, successor }) => ({
    ...{ name, party, status },
    category: category === 1,
    successor: successor ?? undefined,
  }),
  reads: ['abolished', 'category', 'exists', 'name', 'place', 'successor'],
  rows(state) {
    if (!state.exists) return [];
    return periods(state).map(({ validFrom, validTo }) => {
      const doc = docOn(state, validFrom);
      const columns = {
        name: doc.name,
        party: doc.party,
        category: doc.category ? 1 : 0,
        status: doc.status,
        successor: doc.successor ?? null,
      };
      return { key: '', validFrom, validTo, audience: PUBLIC, columns, doc: () => doc };
    });
  },
};

/** Who is in the post, in which capacity. */
const occupancies: TableDefinition<PostState> = {
  name: 'post_occupancy',
  version: 1,
  columns: { actor: 'text', role: 'text', ordinal: 'integer' },
  orders: [['actor']],
  reads: ['occupants'],
  rows: ({ occupants }) =>
    occupants
      // Somebody who left on the first day was never in it.
      .filter(({ from, until }) => until === null || from < until)
      .map(({ audience, ...doc }) => ({
        key: `${doc.role} ${doc.actor}`,
        validFrom: doc.from,
        validTo: doc.until ?? END_OF_TIME,
        audience,
        columns: { actor: doc.actor, role: doc.role, ordinal: doc.order ?? 0 },
        doc: (): OccupancyDoc => doc,
      })),
};

export const postProjection: Projection<PostState> = {
  aggregate: post,
  tables: [posts, occupancies, ...dueTablesOf(post, postDue, ['abolished', 'exists', 'place'])],
};

function periods(state: PostState): { validFrom: string; validTo: string }[] {
  const since = (from: string | undefined): Timeline<true> =>
    from === undefined ? [] : set<true>([], { from, to: 'open', value: true, revision: 0 });
  const stretches = combine({
    name: state.name,
    place: state.place,
    abolished: since(state.abolished?.from),
    succeeded: since(state.successor?.from),
  });
  const starts = [BEGIN_OF_TIME, ...stretches.slice(1).map(({ from }) => from)];
  return starts.map((validFrom, index) => ({ validFrom, validTo: starts[index + 1] ?? END_OF_TIME }));
}

function docOn(state: PostState, date: string): PostDoc {
  const succeeded = state.successor !== undefined && state.successor.from <= date;
  const status = isAbolished(state, date) ? 'ABOLISHED' : succeeded ? 'SUCCEEDED' : 'ACTIVE';
  return {
    ...placeOn(state, date),
    name: nameOn(state, date),
    category: state.category,
    status,
    successor: succeeded ? state.successor.post : undefined,
  };
}
