import { finding, type Finding } from '../../law/rules.js';
import { Fault } from '../../ledger/errors.js';
import type { AsOf, StoredRow } from '../../views/read-models.js';
import type { PartyDoc } from '../parties/party/party.view.js';
import type { PostDoc } from '../parties/post/post.view.js';
import { comparePlaces, type Placed, type PageSource, type PlaceInSource } from '../serving/merged-pages.js';
import type { RequestScope } from '../serving/request-scope.js';
import { itemsOfParties, itemsOfPosts, type OpenItem } from './succession-items.js';

/** Parties or posts that are looked at together. */
const AT_ONCE = 50;
/** How many of those one page may look through before it is refused: most have nothing open. */
const BATCHES = 200;

export interface FoundItem {
  readonly aggregate: string;
  readonly id: string;
  readonly finding: Finding;
  readonly since: string;
  readonly parties: readonly string[];
}

/** The two kinds of ends, each with the table of timers that lists them by day. */
const ENDS = {
  party: { dueTable: 'party_due', itemsOf: itemsOfParties },
  post: { dueTable: 'post_due', itemsOf: itemsOfPosts },
} as const;
type Ended = keyof typeof ENDS;

/**
 * What parties and posts that are no more still have, by the day they ended. It follows from several aggregates and is worked out when
 * it is asked: whatever somebody decides about ends its finding.
 */
export function successions(scope: RequestScope, kind: Ended, asOf: AsOf, wanted: (found: FoundItem) => boolean): PageSource<FoundItem> {
  const name = `${kind}_succession`;
  const walk = (enough: number, after?: PlaceInSource) => walkEnds({ scope, kind, name, asOf, wanted }, enough, after);
  return { name, next: walk, count: async () => (await walk(Number.POSITIVE_INFINITY)).length };
}

interface Walk {
  readonly scope: RequestScope;
  readonly kind: Ended;
  readonly name: string;
  readonly asOf: AsOf;
  readonly wanted: (found: FoundItem) => boolean;
}

async function walkEnds({ scope, kind, name, asOf, wanted }: Walk, enough: number, after?: PlaceInSource): Promise<Placed<FoundItem>[]> {
  const found: Placed<FoundItem>[] = [];
  // The last one of the page before may have more: it is looked at once more.
  let from: PlaceInSource | undefined = after && [after[0], after[1], ''];
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const ends = await endsAfter(scope, kind, asOf, from);
    const due = ends.filter(({ columns }) => String(columns['due_on']) <= asOf.validAt);
    const items = (await foundAmong(scope, kind, asOf, due)).filter(({ item }) => wanted(item));
    found.push(...items.map(({ item, place }) => ({ item, place: [place[0], name, place[1], place[2]] as const })).filter(isAfter(after)));
    if (found.length >= enough || due.length < AT_ONCE) return found.slice(0, enough);
    const last = due.at(-1) as StoredRow;
    from = [String(last.columns['due_on']), last.entity, last.key];
  }
  throw new Fault('LIMIT_EXCEEDED', 'too many parties and posts have ended to look through at once; ask for another rule', {
    limit: BATCHES * AT_ONCE,
  });
}

function endsAfter({ snapshot, viewer }: RequestScope, kind: Ended, asOf: AsOf, after: PlaceInSource | undefined) {
  const beyond = after ? { after } : {};
  return snapshot.page({ ...beyond, table: ENDS[kind].dueTable, order: ['due_on'], asOf, viewer, limit: AT_ONCE, columnsOnly: true });
}

function isAfter(after: PlaceInSource | undefined): (one: Placed<FoundItem>) => boolean {
  return ({ place: [sorted, , entity, key] }) => !after || comparePlaces([sorted, entity, key], after) > 0;
}

async function foundAmong(scope: RequestScope, kind: Ended, asOf: AsOf, ends: readonly StoredRow[]) {
  if (ends.length === 0) return [];
  const ids = ends.map(({ entity }) => entity);
  const items = await ENDS[kind].itemsOf(scope, asOf, ids);
  const [gone, parties] = await Promise.all([
    named(
      scope,
      kind,
      asOf,
      items.map(({ of }) => of),
    ),
    partiesTo(scope, asOf, items),
  ]);
  const days = new Map(ends.map(({ entity, columns }) => [entity, String(columns['due_on'])]));
  const all = items.map((one) => {
    const since = days.get(one.of) as string;
    const who = gone.get(one.of) as Gone;
    const concerned = [...new Set([...who.parties, ...one.parties, ...(parties.get(`${one.aggregate} ${one.id}`) ?? [])])];
    const item = { aggregate: one.aggregate, id: one.id, since, parties: concerned, finding: undecided(one, who, since) };
    return { item, place: [since, one.of, `${one.aggregate} ${one.id} ${one.key}`] as const };
  });
  return all.sort((a, b) => comparePlaces(a.place, b.place));
}

/** A party or post that is no more: what it is called, and who came in its place. */
interface Gone {
  readonly name: string;
  readonly into?: string | undefined;
  /** A municipality, or a body of one, that merged into another. */
  readonly municipal: boolean;
  readonly parties: readonly string[];
}

const MUNICIPAL: readonly PartyDoc['kind'][] = ['MUNICIPALITY', 'COUNCIL', 'COLLEGE', 'MAYOR'];

async function named(scope: RequestScope, kind: Ended, asOf: AsOf, ids: readonly string[]): Promise<Map<string, Gone>> {
  const rows = await Promise.all([...new Set(ids)].map((id) => scope.one(kind, asOf, id)));
  const found = rows.filter((row) => row !== undefined);
  return new Map(
    await Promise.all(
      found.map(async ({ entity, doc }): Promise<[string, Gone]> => {
        if (kind === 'post') {
          const { name, party } = doc as PostDoc;
          return [entity, { name, municipal: false, parties: [party] }];
        }
        const { name, mergedInto, kind: sort } = doc as PartyDoc;
        if (mergedInto === undefined) return [entity, { name, municipal: false, parties: [entity] }];
        const successor = (await scope.one('party', asOf, mergedInto))?.doc as PartyDoc | undefined;
        const municipal = MUNICIPAL.includes(sort);
        return [entity, { name, into: successor?.name ?? mergedInto, municipal, parties: [entity, mergedInto] }];
      }),
    ),
  );
}

/** Whose partnerships and agreements they are: it concerns their other parties as well. */
async function partiesTo(scope: RequestScope, asOf: AsOf, items: readonly OpenItem[]): Promise<Map<string, readonly string[]>> {
  const shared = items.filter(({ aggregate }) => aggregate === 'partnership' || aggregate === 'agreement');
  const found = await Promise.all(
    shared.map(async ({ aggregate, id }) => {
      const doc = (await scope.one(aggregate, asOf, id))?.doc as { memberParties?: string[]; parties?: string[] } | undefined;
      return [`${aggregate} ${id}`, doc?.memberParties ?? doc?.parties ?? []] as const;
    }),
  );
  return new Map(found);
}

const BY_LAW = { article: 'Wet arhi 44', nl: ' Tot dan loopt het van rechtswege door.', en: ' Until then it continues by law.' };

/** What continues by law when municipalities merge: rights, duties, cases and agreements, and for two years at most the mandate schemes. */
const CONTINUES: Readonly<Partial<Record<OpenItem['aggregate'], { article: string; nl: string; en: string }>>> = {
  agreement: BY_LAW,
  responsibility: BY_LAW,
  decision: BY_LAW,
  mandate: {
    article: 'Wet arhi 28',
    nl: ' Tot dan geldt de regeling nog, ten hoogste twee jaar.',
    en: ' Until then the scheme stays in force, for two years at most.',
  },
};

function undecided({ aggregate, what }: OpenItem, { name, into, municipal }: Gone, on: string): Finding {
  const law = municipal ? CONTINUES[aggregate] : undefined;
  const happened = into
    ? { nl: `${name} is op ${on} opgegaan in ${into}`, en: `${name} merged into ${into} on ${on}` }
    : { nl: `${name} is er sinds ${on} niet meer`, en: `${name} is no more since ${on}` };
  return finding('SUCCESSION_UNDECIDED', {
    detail: {
      nl: `${happened.nl}: besluit wie ${what.nl} voortzet.${law?.nl ?? ''}`,
      en: `${happened.en}: decide who carries on ${what.en}.${law?.en ?? ''}`,
    },
    legalBasis: law?.article ?? null,
  });
}
