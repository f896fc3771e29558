import type { Audience } from '../../../ledger/envelope.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { BEGIN_OF_TIME, END_OF_TIME, type Projection, type TableDefinition, type ViewRow } from '../../../views/view-definition.js';
import { findingTable } from '../../findings/finding-table.js';
import { responsibilityFindings } from './responsibility-findings.js';
import { responsibility, statusOn, type Assignment, type AssignmentStatus, type ResponsibilityState } from './responsibility.js';

export const ResponsibilityStatus = { NOT_YET: 'NOT_YET', ACTIVE: 'ACTIVE', ENDED: 'ENDED' } as const;
export type ResponsibilityStatus = (typeof ResponsibilityStatus)[keyof typeof ResponsibilityStatus];

/** What the API shows of one assignment on a date. */
export interface AssignmentDoc extends Omit<Assignment, 'standing' | 'acceptedOn'> {
  readonly status: AssignmentStatus;
  readonly acceptedOn?: LocalDate | undefined;
}

type Definition = NonNullable<ResponsibilityState['definition']>;

/** What the API shows of a responsibility on a date; texts as corrected. */
export interface ResponsibilityDoc extends Definition, Pick<ResponsibilityState, 'transfers' | 'tunings' | 'corrections' | 'findings'> {
  readonly status: ResponsibilityStatus;
  readonly assignments: readonly AssignmentDoc[];
  readonly ended?: ResponsibilityState['ended'];
}

/** One row for every day that ever was, cut where an assignment or the responsibility itself stands otherwise. */
const responsibilities: TableDefinition<ResponsibilityState> = {
  name: 'responsibility',
  version: 1,
  columns: { topic: 'text', status: 'text', steward: 'text' },
  orders: [['topic']],
  told: ({ topic, status, steward }) => ({ topic, status, steward }),
  reads: ['assignments', 'corrections', 'definition', 'ended', 'readers'],
  rows(state) {
    const { definition } = state;
    if (!definition) return [];
    const starts = cutsOf(state, definition);
    const { topic, steward } = spoken(state, definition);
    return starts.map((validFrom, index) => ({
      key: '',
      validFrom,
      validTo: starts[index + 1] ?? END_OF_TIME,
      audience: audienceOf(state),
      columns: { topic, status: responsibilityOn(state, definition, validFrom), steward },
      doc: () => docOn(state, definition, validFrom),
    }));
  },
};

/** One row per assignment and stretch of days on which it stands the same: who was accountable, and whoever has which part. */
const assignments: TableDefinition<ResponsibilityState> = {
  name: 'responsibility_assignment',
  version: 2,
  columns: {
    role: 'text',
    status: 'text',
    topic: 'text',
    assignee: 'text',
    assignee_kind: 'text',
    assignee_party: 'text',
    steward: 'text',
    number: 'integer',
    accepted_on: 'text',
  },
  orders: [['role', 'status', 'topic'], ['assignee']],
  told: ({ role, status, number, assignee: id, assignee_kind: kind, assignee_party: party, accepted_on: acceptedOn }) => ({
    ...{ role, status, assignment: number, assignee: { kind, id, party } },
    acceptedOn: acceptedOn ?? undefined,
  }),
  reads: ['assignments', 'corrections', 'definition', 'readers'],
  rows(state) {
    const { definition } = state;
    if (!definition) return [];
    const { topic } = spoken(state, definition);
    return state.assignments.flatMap((one) =>
      one.standing.map(({ from, until, value: status }) => ({
        key: String(one.assignment),
        validFrom: from,
        validTo: until ?? END_OF_TIME,
        audience: audienceOf(state),
        columns: { ...assignmentColumns(one, from, status), topic, steward: definition.steward },
        doc: () => assignmentDoc(one, from, status),
      })),
    );
  },
};

function assignmentColumns(
  { assignment, role, assignee, acceptedOn }: Assignment,
  date: LocalDate,
  status: AssignmentStatus,
): ViewRow['columns'] {
  return {
    ...{ role, status, assignee: assignee.id, assignee_kind: assignee.kind, assignee_party: assignee.party },
    ...{ number: assignment, accepted_on: acceptedOn !== undefined && acceptedOn <= date ? acceptedOn : null },
  };
}

export const responsibilityProjection: Projection<ResponsibilityState> = {
  aggregate: responsibility,
  tables: [
    responsibilities,
    assignments,
    findingTable(responsibility, responsibilityFindings, ['assignments', 'definition', 'ended', 'findings', 'foundOn', 'readers']),
  ],
};

function audienceOf({ readers }: ResponsibilityState): Audience {
  return { level: 'partners', parties: readers };
}

/** Days on which something changes; before its first day it is what it will be. */
function cutsOf({ assignments: all, ended }: ResponsibilityState, { from }: Definition): string[] {
  const changes = all.flatMap(({ standing }) => standing.flatMap((segment) => [segment.from, ...(segment.until ? [segment.until] : [])]));
  return [...new Set([BEGIN_OF_TIME, from, ...changes, ...(ended ? [ended.from] : [])])].sort();
}

function responsibilityOn({ ended }: ResponsibilityState, { from }: Definition, date: LocalDate): ResponsibilityStatus {
  if (ended !== undefined && ended.from <= date) return 'ENDED';
  return date < from ? 'NOT_YET' : 'ACTIVE';
}

function docOn(state: ResponsibilityState, definition: Definition, date: LocalDate): ResponsibilityDoc {
  const { transfers, tunings, corrections, findings, ended } = state;
  const status = responsibilityOn(state, definition, date);
  return {
    ...spoken(state, definition),
    status,
    assignments: state.assignments.flatMap((one) => {
      const standing = statusOn(one, date);
      return standing === undefined ? [] : [assignmentDoc(one, date, standing)];
    }),
    ...{ transfers, tunings, corrections, findings },
    ...(status === 'ENDED' ? { ended } : {}),
  };
}

function assignmentDoc(
  { standing: _, acceptedOn, released, declined, ...one }: Assignment,
  date: LocalDate,
  status: AssignmentStatus,
): AssignmentDoc {
  return {
    ...one,
    status,
    ...(acceptedOn !== undefined && acceptedOn <= date ? { acceptedOn } : {}),
    ...(status === 'RELEASED' && released ? { released } : {}),
    ...(status === 'DECLINED' && declined ? { declined } : {}),
  };
}

/** The definition with its slips of the pen corrected. */
function spoken({ corrections }: ResponsibilityState, definition: Definition): Definition {
  const said = { TOPIC: 'topic', DESCRIPTION: 'description', REFERENCE: 'reference' } as const;
  return corrections.reduce((now, { field, value }) => ({ ...now, [said[field]]: value }), definition);
}
