import type { Audience } from '../../../ledger/envelope.js';
import { rememberingLast } from '../../../ledger/remembering.js';
import { END_OF_TIME, type Projection, type TableDefinition, type ViewRow } from '../../../views/view-definition.js';
import { correctedTerms } from './agreement-corrections.js';
import type { AgreementKind, AgreementStatus } from './agreement-kinds.js';
import { endOf, latestTerms, partiesOn, statusOn, turningPoints, versionOn } from './agreement-standing.js';
import type { AgreementState, Nature } from './agreement-state.js';
import { agreementAnswers, agreementCorrections, agreementPersonal, agreementProposals, agreementTexts } from './agreement-texts.view.js';
import { agreementNotes } from './agreement-notes.view.js';
import { agreement } from './agreement.js';
import { findingTable } from '../../findings/finding-table.js';
import { dueTablesOf } from '../../timers/due-table.js';
import { agreementDue } from './agreement-due.js';
import { agreementFindings } from './agreement-findings.js';
import { agreementCommitmentFacts, agreementCommitments } from './commitments.view.js';

/** What the API shows of an agreement on a date. Its texts stand once, in a table of their own. */
export interface AgreementDoc {
  readonly kind: AgreementKind;
  readonly status: AgreementStatus;
  readonly title: string;
  readonly parties: readonly string[];
  readonly statutoryBasis?: string | undefined;
  readonly totalCents?: number | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  /** Number of the version in force on that day. */
  readonly versionNumber?: number | undefined;
  readonly concludedOn?: string | undefined;
  readonly terminated?: AgreementState['terminated'];
  readonly determined?: AgreementState['determined'];
  readonly reclaimed: AgreementState['reclaimed'];
  readonly findings: AgreementState['findings'];
}

interface Stretch {
  readonly validFrom: string;
  readonly validTo: string;
  readonly doc: AgreementDoc;
}

const agreements: TableDefinition<AgreementState> = {
  name: 'agreement',
  version: 2,
  columns: { kind: 'text', status: 'text', title: 'text', starts_on: 'text', ends_on: 'text', total: 'integer' },
  orders: [['starts_on']],
  told: (columns) => ({ ...toldOf(columns), totalCents: columns['total'] ?? undefined }),
  reads: [
    'acceded',
    'corrections',
    'determined',
    'draft',
    'drafters',
    'exited',
    'extensions',
    'findings',
    'inForce',
    'nature',
    'proposals',
    'readers',
    'reclaimed',
    'suspended',
    'terminated',
    'versions',
  ],
  rows: (state, id) => rowsOf(state, stretches(state, id)),
};

/** Whose agreements: one row per party for each of those stretches. */
const agreementParties: TableDefinition<AgreementState> = {
  name: 'agreement_party',
  version: 2,
  columns: { party: 'text', kind: 'text', status: 'text', title: 'text', starts_on: 'text', ends_on: 'text' },
  orders: [['party', 'starts_on']],
  told: toldOf,
  reads: [
    'acceded',
    'corrections',
    'determined',
    'draft',
    'drafters',
    'exited',
    'extensions',
    'findings',
    'inForce',
    'nature',
    'proposals',
    'readers',
    'reclaimed',
    'suspended',
    'terminated',
    'versions',
  ],
  rows(state, id) {
    const found = stretches(state, id);
    return rowsOf(state, found).flatMap((row, index) => {
      const { total: _total, ...columns } = row.columns;
      const parties = found[index]?.doc.parties ?? [];
      return parties.map((party) => ({ ...row, key: party, columns: { ...columns, party } }));
    });
  },
};

export const agreementProjection: Projection<AgreementState> = {
  aggregate: agreement,
  tables: [
    agreements,
    agreementParties,
    agreementTexts,
    agreementProposals,
    agreementAnswers,
    agreementCorrections,
    agreementPersonal,
    agreementCommitments,
    agreementCommitmentFacts,
    ...dueTablesOf(agreement, agreementDue, ['added', 'extensions', 'facts', 'inForce', 'noted', 'readers', 'terminated', 'versions']),
    findingTable(agreement, agreementFindings, [
      'added',
      'extensions',
      'facts',
      'findings',
      'foundOn',
      'inForce',
      'readers',
      'terminated',
      'versions',
    ]),
    agreementNotes,
  ],
};

/** A draft is for its drafters, a proposal for the parties; what was concluded is public. */
export function audienceNow({ versions, proposals, drafters, readers }: AgreementState): Audience {
  if (versions.length > 0) return { level: 'public', parties: [] };
  return proposals.length > 0 ? { level: 'partners', parties: readers } : { level: 'internal', parties: drafters };
}

/** Adjoining days that show the same make one row. */
const stretches = rememberingLast(stretchesOf);

function stretchesOf(state: AgreementState): Stretch[] {
  const { nature } = state;
  if (!nature) return [];
  const days = turningPoints(state);
  const found: Stretch[] = [];
  let shown: string | undefined;
  days.forEach((validFrom, index) => {
    const stretch = { validFrom, validTo: days[index + 1] ?? END_OF_TIME, doc: docOn(state, nature, validFrom) };
    const [before, last] = [shown, found.at(-1)];
    shown = JSON.stringify(stretch.doc);
    if (last && shown === before) found[found.length - 1] = { ...last, validTo: stretch.validTo };
    else found.push(stretch);
  });
  return found;
}

function docOn(state: AgreementState, nature: Nature, day: string): AgreementDoc {
  const { terminated, determined, reclaimed, findings, corrections } = state;
  const version = versionOn(state, day);
  const agreed = version ?? state.versions.findLast((one) => one.concludedOn <= day);
  const terms = agreed ? correctedTerms(agreed.terms, agreed.number, corrections) : latestTerms(state, day);
  return {
    kind: nature.kind,
    status: statusOn(state, day),
    title: terms?.title ?? '',
    parties: partiesOn(state, day),
    statutoryBasis: nature.statutoryBasis,
    totalCents: terms?.totalCents,
    from: terms?.from,
    until: agreed ? endOf(state, agreed) : terms?.until,
    versionNumber: version?.number,
    concludedOn: agreed?.concludedOn,
    terminated: terminated && terminated.from <= day ? terminated : undefined,
    determined,
    reclaimed,
    findings,
  };
}

function toldOf({ kind, status, title, starts_on: from, ends_on: until }: ViewRow['columns']): Record<string, unknown> {
  return { kind, status, title, from: from || undefined, until: until ?? undefined };
}

function rowsOf(state: AgreementState, found: readonly Stretch[]): ViewRow[] {
  const audience = audienceNow(state);
  return found.map(({ validFrom, validTo, doc }) => {
    const { kind, status, title, totalCents } = doc;
    // An empty text and no null, so that lists ordered by it page through agreements without a start too.
    const columns = { kind, status, title, starts_on: doc.from ?? '', ends_on: doc.until ?? null, total: totalCents ?? null };
    return { key: '', validFrom, validTo, audience, columns, doc: () => doc };
  });
}
