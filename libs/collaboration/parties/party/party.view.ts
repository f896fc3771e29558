import { BEGIN_OF_TIME, END_OF_TIME, type Projection, type TableDefinition, type ViewRow } from '../../../views/view-definition.js';
import { dueTablesOf } from '../../timers/due-table.js';
import { partyDue } from './party-due.js';
import { wasHad } from './party-holdings.js';
import { combine, set, type Timeline } from '../../../ledger/timeline.js';
import { detailsOn, party, type PartyDetails, type PartyState } from './party.js';

const PUBLIC = { level: 'public', parties: [] } as const;

/** What the API shows of a party on a date. */
export interface PartyDoc extends PartyDetails {
  readonly kind: PartyState['kind'];
  readonly status: 'ACTIVE' | 'MERGED' | 'DISSOLVED';
  readonly constituency?: string | undefined;
  readonly mergedInto?: string | undefined;
}

/** One row for every day that ever was, so that a party is found on any date; before its first day with its first details. */
const parties: TableDefinition<PartyState> = {
  name: 'party',
  version: 1,
  columns: { name: 'text', kind: 'text', part_of: 'text', status: 'text' },
  orders: [['name'], ['kind', 'name'], ['part_of', 'name']],
  known: true,
  told: ({ name, kind, part_of: partOf, status }) => ({ name, kind, partOf: partOf ?? undefined, status }),
  reads: ['constituency', 'details', 'ended', 'exists', 'kind'],
  rows(state) {
    if (!state.exists) return [];
    return periods(state).map(({ validFrom, validTo }) => {
      const doc = docOn(state, validFrom);
      return row('', { validFrom, validTo }, { name: doc.name, kind: doc.kind, part_of: doc.partOf ?? null, status: doc.status }, doc);
    });
  },
};

const identifiers: TableDefinition<PartyState> = {
  name: 'party_identifier',
  version: 1,
  columns: { scheme: 'text', value: 'text' },
  orders: [['scheme', 'value']],
  reads: ['identifiers'],
  rows: (state) =>
    state.identifiers
      .filter(wasHad)
      .map(({ scheme, value, from, until }) =>
        row(`${scheme} ${value}`, { validFrom: from, validTo: until ?? END_OF_TIME }, { scheme, value }, { scheme, value, from, until }),
      ),
};

/** Readable for those the party shares it with. */
const visions: TableDefinition<PartyState> = {
  name: 'party_vision',
  version: 1,
  columns: {},
  orders: [],
  reads: ['vision'],
  rows: (state) =>
    state.vision.map(({ from, until, value: { text, audience } }) => ({
      key: '',
      validFrom: from,
      validTo: until ?? END_OF_TIME,
      audience,
      columns: {},
      doc: () => ({ text }),
    })),
};

/** Who signs for the party; internal to it. */
const representatives: TableDefinition<PartyState> = {
  name: 'party_representative',
  version: 1,
  columns: { post: 'text' },
  orders: [],
  reads: ['representatives'],
  rows: (state) =>
    state.representatives.filter(wasHad).map(({ audience, ...named }) => ({
      key: `${named.post} ${named.from}`,
      validFrom: named.from,
      validTo: named.until ?? END_OF_TIME,
      audience,
      columns: { post: named.post },
      doc: () => named,
    })),
};

export const partyProjection: Projection<PartyState> = {
  aggregate: party,
  tables: [parties, identifiers, visions, representatives, ...dueTablesOf(party, partyDue, ['ended'])],
};

function row(key: string, period: Pick<ViewRow, 'validFrom' | 'validTo'>, columns: ViewRow['columns'], doc: unknown): ViewRow {
  return { key, ...period, audience: PUBLIC, columns, doc: () => doc };
}

function periods(state: PartyState): { validFrom: string; validTo: string }[] {
  const ended: Timeline<boolean> = state.ended ? set<boolean>([], { from: state.ended.on, to: 'open', value: true, revision: 0 }) : [];
  const stretches = combine<Record<string, unknown>>({ details: state.details, constituency: state.constituency, ended });
  const starts = [BEGIN_OF_TIME, ...stretches.slice(1).map(({ from }) => from)];
  return starts.map((validFrom, index) => ({ validFrom, validTo: starts[index + 1] ?? END_OF_TIME }));
}

function docOn(state: PartyState, date: string): PartyDoc {
  const { ended } = state;
  const hasEnded = ended !== undefined && ended.on <= date;
  return {
    ...detailsOn(state, date),
    kind: state.kind,
    status: !hasEnded ? 'ACTIVE' : ended.into ? 'MERGED' : 'DISSOLVED',
    constituency: state.constituency.find(({ from, until }) => from <= date && (until === null || date < until))?.value,
    mergedInto: hasEnded ? ended.into : undefined,
  };
}
