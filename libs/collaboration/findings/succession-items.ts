import type { AsOf, Condition, StoredRow } from '../../views/read-models.js';
import type { MandateStatus } from '../authority/mandate/standing.js';
import type { RequestScope } from '../serving/request-scope.js';

/** Something that a party or post which is no more still has: nobody decided who carries it on. */
export interface OpenItem {
  /** The party or post that is no more. */
  readonly of: string;
  /** What stays open, as an aggregate and its id; `key` tells apart several of one aggregate, e.g. roles. */
  readonly aggregate: keyof typeof WHAT;
  readonly id: string;
  readonly key: string;
  readonly what: { readonly nl: string; readonly en: string };
  /** Other parties it concerns. */
  readonly parties: readonly string[];
}

const WHAT = {
  mandate: { nl: 'deze bevoegdheidsverlening', en: 'this grant of authority' },
  post: { nl: 'deze functie', en: 'this post' },
  party: { nl: 'dit onderdeel', en: 'this part' },
  partnership: { nl: 'deze plaats in het samenwerkingsverband', en: 'this place in the partnership' },
  responsibility: { nl: 'deze verantwoordelijkheid', en: 'this responsibility' },
  agreement: { nl: 'deze afspraak', en: 'this agreement' },
  decision: { nl: 'dit voorstel voor een besluit', en: 'this proposal for a decision' },
};
const ROLE = { nl: 'deze rol in het samenwerkingsverband', en: 'this role in the partnership' };

const STANDING: readonly MandateStatus[] = ['AWAITING_CONSENT', 'CONSENT_REFUSED', 'NOT_YET', 'IN_FORCE', 'SUSPENDED'];
const RUNNING = ['DRAFT', 'PROPOSED', 'CONCLUDED', 'ACTIVE', 'SUSPENDED'];
const ASSIGNED = ['AWAITING_ACCEPTANCE', 'NOT_YET', 'IN_FORCE'];

type Rows = (table: string, ...where: readonly Condition[]) => Promise<readonly StoredRow[]>;

/** What these parties still have: their parts and posts, grants, places and roles, responsibilities, agreements and cases that are running. */
export async function itemsOfParties(scope: RequestScope, asOf: AsOf, parties: readonly string[]): Promise<OpenItem[]> {
  const rows = reading(scope, asOf);
  const posts = await rows('post', { column: 'party', is: parties }, { column: 'status', is: 'ACTIVE' });
  const ownerOf = new Map([...parties.map((id) => [id, id] as const), ...posts.map((row) => [row.entity, text(row, 'party')] as const)]);
  const holders = [...ownerOf.keys()];
  const [parts, granted, held, seats, roles, tasks, agreements, cases] = await Promise.all([
    rows('party', { column: 'part_of', is: parties }, { column: 'status', is: 'ACTIVE' }),
    rows('mandate', { column: 'organisation', is: parties }, { column: 'status', is: STANDING }),
    rows('mandate', { column: 'holder', is: holders }, { column: 'status', is: STANDING }),
    rows('partnership_seat', { column: 'party', is: parties }),
    rows('partnership_role', { column: 'party', is: parties }),
    rows('responsibility_assignment', { column: 'assignee', is: holders }, { column: 'status', is: ASSIGNED }),
    rows('agreement_party', { column: 'party', is: parties }, { column: 'status', is: RUNNING }),
    rows('decision', { column: 'body', is: parties }, { column: 'status', is: 'PROPOSED' }),
  ]);
  const ownerBy = (column: string) => (row: StoredRow) => ownerOf.get(text(row, column)) as string;
  return distinct([
    ...parts.map((row) => item('party', row, text(row, 'part_of'))),
    ...posts.map((row) => item('post', row, text(row, 'party'))),
    ...granted.map((row) => item('mandate', row, text(row, 'organisation'), ['organisation', 'holder_organisation'])),
    ...held.map((row) => item('mandate', row, ownerBy('holder')(row), ['organisation', 'holder_organisation'])),
    ...seats.map((row) => item('partnership', row, text(row, 'party'))),
    ...roles.filter(heldOn(asOf)).map((row) => ({ ...item('partnership', row, text(row, 'party')), what: ROLE })),
    ...tasks.map((row) => item('responsibility', row, ownerBy('assignee')(row), ['steward'])),
    ...agreements.map((row) => item('agreement', row, text(row, 'party'))),
    ...cases.map((row) => item('decision', row, text(row, 'body'))),
  ]);
}

/** What posts that were abolished without successor still have. Their mandates lapse by themselves, and say so (`MANDATE_LAPSED`). */
export async function itemsOfPosts(scope: RequestScope, asOf: AsOf, posts: readonly string[]): Promise<OpenItem[]> {
  const rows = reading(scope, asOf);
  const places = await scope.snapshot.rows({ table: 'post', asOf, viewer: scope.viewer, entities: posts, columnsOnly: true });
  const orphaned = places.filter(({ columns }) => columns['status'] === 'ABOLISHED' && columns['successor'] === null);
  const ids = orphaned.map(({ entity }) => entity);
  if (ids.length === 0) return [];
  const parties = [...new Set(orphaned.map((row) => text(row, 'party')))];
  const [roles, tasks] = await Promise.all([
    rows('partnership_role', { column: 'party', is: parties }, { column: 'assignee', is: ids }),
    rows('responsibility_assignment', { column: 'assignee', is: ids }, { column: 'status', is: ASSIGNED }),
  ]);
  return distinct([
    ...roles.filter(heldOn(asOf)).map((row) => ({ ...item('partnership', row, text(row, 'assignee'), ['party']), what: ROLE })),
    ...tasks.map((row) => item('responsibility', row, text(row, 'assignee'), ['steward'])),
  ]);
}

function reading({ snapshot, viewer }: RequestScope, asOf: AsOf): Rows {
  return (table, ...where) => snapshot.rows({ table, asOf, viewer, where, columnsOnly: true });
}

function item(aggregate: OpenItem['aggregate'], row: StoredRow, of: string, parties: readonly string[] = []): OpenItem {
  return {
    ...{ of, aggregate, id: row.entity, key: row.key, what: WHAT[aggregate] },
    parties: parties.map((column) => text(row, column)),
  };
}

function heldOn({ validAt }: AsOf): (row: StoredRow) => boolean {
  return (row) => text(row, 'from_date') <= validAt && validAt < text(row, 'until_date');
}

/** A grant of a party to itself is found from both sides. */
function distinct(items: readonly OpenItem[]): OpenItem[] {
  return [...new Map(items.map((one) => [`${one.of} ${one.aggregate} ${one.id} ${one.key}`, one])).values()];
}

function text({ columns }: StoredRow, column: string): string {
  return String(columns[column] ?? '');
}
