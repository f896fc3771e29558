import type { Audience, Origin } from '../../../ledger/envelope.js';
import { addDays, type LocalDate } from '../../../ledger/local-date.js';
import { parseStream } from '../../../ledger/ids.js';
import { ALWAYS, BEGIN_OF_TIME, END_OF_TIME, type Projection, type TableDefinition, type ViewRow } from '../../../views/view-definition.js';
import type { GrantData, GrantedTerms } from './mandate-events.js';
import { mandate, type GrantorAct, type GrantRecord, type InformationRequest, type Instruction, type MandateState } from './mandate.js';
import type { ConsentAnswer } from './consents.js';
import { findingTable } from '../../findings/finding-table.js';
import { dueTablesOf } from '../../timers/due-table.js';
import { mandateDue } from './mandate-due.js';
import { mandateFindings, unpublished } from './mandate-findings.js';
import { mandatePowers } from './mandate-powers.view.js';
import { standings, type MandateStatus, type Standing } from './standing.js';

/** After it there is no legal date. */
const LAST_DAY: LocalDate = '2999-12-31';
const PUBLIC: Audience = { level: 'public', parties: [] };

/** What the API shows of a mandate on a date. Consents, instructions and requests stand in tables of their own. */
export interface MandateDoc extends GrantData {
  readonly status: MandateStatus;
  /** The end of the term as it is known now. */
  readonly until?: LocalDate | undefined;
  /** Absent while it is only proposed. */
  readonly grantRevision?: number;
  readonly actDate?: LocalDate | undefined;
  readonly origin?: Origin;
  readonly grantorActs: readonly GrantorAct[];
  readonly publication?: { readonly on: LocalDate; readonly publication: string } | undefined;
  readonly notedEnds: MandateState['notedEnds'];
}
export type ConsentDoc = Omit<ConsentAnswer, 'audience'>;
export type InstructionDoc = Omit<Instruction, 'audience'>;
export interface InformationRequestDoc extends Omit<InformationRequest, 'audience'> {
  /** OVERDUE is finding D6 (law.md). */
  readonly status: 'OPEN' | 'OVERDUE' | 'ANSWERED';
}

const mandates: TableDefinition<MandateState> = {
  name: 'mandate',
  version: 1,
  columns: {
    kind: 'text',
    grantor: 'text',
    holder: 'text',
    parent: 'text',
    organisation: 'text',
    holder_organisation: 'text',
    status: 'text',
    start: 'text',
    until: 'text',
    general: 'integer',
    powers: 'text',
  },
  orders: [
    ['grantor', 'start'],
    ['organisation', 'grantor', 'start'],
    ['holder', 'start'],
    ['kind', 'start'],
    ['parent', 'start'],
  ],
  known: true,
  told: ({ kind, status, start, until, organisation }) => ({ kind, status, organisation, from: start, until: until ?? undefined }),
  reads: ['acts', 'consents', 'grant', 'pin', 'proposal'],
  rows(state) {
    const { grant, proposal } = state;
    if (grant) {
      return standings(state).map((standing) => ({
        ...{ key: '', ...daysOf(standing), audience: PUBLIC },
        columns: columnsOf(grant, standing.status, standing.terms as GrantedTerms, standing.until),
        doc: () => docOn(state, grant, standing),
      }));
    }
    if (!proposal) return [];
    const { intended, audience } = proposal;
    const columns = columnsOf(intended, 'PROPOSED', intended.terms, intended.until);
    const doc = (): MandateDoc => ({ ...intended, status: 'PROPOSED', grantorActs: [], notedEnds: [] });
    return [{ key: '', ...ALWAYS, audience, columns, doc }];
  },
};

const consents: TableDefinition<MandateState> = {
  name: 'mandate_consent',
  version: 1,
  columns: { consenter: 'text', given: 'integer' },
  orders: [],
  reads: ['consents'],
  rows: (state) =>
    state.consents.map(({ audience, ...doc }, index) => ({
      key: String(index),
      validFrom: doc.on,
      validTo: END_OF_TIME,
      audience,
      columns: { consenter: doc.by, given: doc.given ? 1 : 0 },
      doc: (): ConsentDoc => doc,
    })),
};

const instructions: TableDefinition<MandateState> = {
  name: 'mandate_instruction',
  version: 1,
  columns: { start: 'text' },
  orders: [],
  reads: ['instructions'],
  rows: (state) =>
    state.instructions
      .filter(({ from, until }) => until === undefined || from < until)
      .map(({ audience, ...doc }) => ({
        key: doc.instruction,
        validFrom: doc.from,
        validTo: doc.until ?? END_OF_TIME,
        audience,
        columns: { start: doc.from },
        doc: (): InstructionDoc => doc,
      })),
};

const requests: TableDefinition<MandateState> = {
  name: 'mandate_request',
  version: 1,
  columns: { status: 'text', due: 'text' },
  orders: [],
  reads: ['requests'],
  rows: (state) => state.requests.flatMap(requestRows),
};

export const mandateProjection: Projection<MandateState> = {
  aggregate: mandate,
  tables: [
    mandates,
    mandatePowers,
    consents,
    instructions,
    requests,
    ...dueTablesOf(mandate, mandateDue, ['acts', 'consents', 'grant', 'notedEnds', 'pin', 'requests']),
    findingTable(mandate, mandateFindings, [
      'acts',
      'consents',
      'findings',
      'foundOn',
      'grant',
      'notedEnds',
      'pin',
      'publication',
      'requests',
    ]),
  ],
};

function columnsOf(
  { kind, grantor, holder, parent, organisation, holderOrganisation, from }: GrantData,
  status: MandateStatus,
  { powers, forCase }: GrantedTerms,
  until: LocalDate | null | undefined,
): ViewRow['columns'] {
  return {
    kind,
    grantor: grantor?.id ?? null,
    holder: holder.id,
    parent: parent ? parseStream(parent.stream).id : null,
    organisation,
    holder_organisation: holderOrganisation,
    status,
    start: from,
    until: until ?? null,
    general: forCase === null ? 1 : 0,
    // Codes between bars, so that one substring search finds a whole code.
    powers: powers.kind === 'listed' ? `|${powers.powers.map(({ code }) => code).join('|')}|` : '|*|',
  };
}

function daysOf({ since, before }: Standing): Pick<ViewRow, 'validFrom' | 'validTo'> {
  return { validFrom: since ?? BEGIN_OF_TIME, validTo: before ?? END_OF_TIME };
}

function docOn(state: MandateState, grant: GrantRecord, { status, terms, until }: Standing): MandateDoc {
  const { publication, grantorActs, notedEnds } = state;
  return {
    ...grant,
    until: until ?? undefined,
    // The law compares codes only; what was granted says more of each power.
    terms: terms as GrantedTerms,
    status,
    findings: [...state.findings, ...(publication ? [] : unpublished(grant))],
    grantorActs,
    notedEnds,
    publication: publication && { on: publication.on, publication: publication.publication },
  };
}

/** Open until the day it was due, then overdue, until it is answered. */
function requestRows({ audience, ...request }: InformationRequest): ViewRow[] {
  const { on, due, answer, request: key } = request;
  const late = due < LAST_DAY ? addDays(due, 1) : END_OF_TIME;
  const open = { status: 'OPEN', validFrom: on, validTo: answer && answer.on < late ? answer.on : late } as const;
  const overdue = { status: 'OVERDUE', validFrom: late, validTo: answer?.on ?? END_OF_TIME } as const;
  const answered = answer ? [{ status: 'ANSWERED' as const, validFrom: answer.on, validTo: END_OF_TIME }] : [];
  return [open, overdue, ...answered]
    .filter(({ validFrom, validTo }) => validFrom < validTo)
    .map(({ status, validFrom, validTo }) => {
      const doc = (): InformationRequestDoc => ({ ...request, status });
      return { key, validFrom, validTo, audience, columns: { status, due }, doc };
    });
}
