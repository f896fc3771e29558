import type { Audience } from '../../../ledger/envelope.js';
import { ALWAYS, END_OF_TIME, type TableDefinition } from '../../../views/view-definition.js';
import type { AgreementState, Answer, Proposal, Version } from './agreement-state.js';
import type { Terms } from './agreement-terms.js';

/** A text as it was proposed or agreed, word for word, with its hash. */
export interface TextDoc {
  readonly proposal: number;
  readonly hash: string;
  readonly terms: Terms;
  /** Once it was concluded. */
  readonly version?: number;
  readonly from?: string;
  readonly concludedOn?: string;
}

/** Each text once, whatever becomes of it: long, and no part of any stretch. Public once it binds. */
export const agreementTexts: TableDefinition<AgreementState> = {
  name: 'agreement_text',
  version: 1,
  columns: { hash: 'text', version: 'integer' },
  orders: [['version']],
  reads: ['draft', 'drafters', 'proposals', 'readers', 'versions'],
  rows: (state) => [
    ...(state.draft && state.proposals.length === 0 ? [draftRow(state, state.draft.terms)] : []),
    ...state.proposals.map((one, index) => {
      const version = state.versions.find(({ proposal }) => proposal === one.number);
      const columns = { hash: one.hash, version: version?.number ?? null };
      return {
        key: place(index),
        ...ALWAYS,
        audience: textAudience(state, version),
        columns,
        doc: () => textDoc(one, version),
      };
    }),
  ],
};

function draftRow({ drafters }: AgreementState, terms: Terms) {
  const audience: Audience = { level: 'internal', parties: drafters };
  return {
    key: 'DRAFT',
    ...ALWAYS,
    audience,
    columns: { hash: null, version: null },
    doc: (): TextDoc => ({ proposal: 0, hash: '', terms }),
  };
}

function textDoc({ number: proposal, hash, terms }: Proposal, version: Version | undefined): TextDoc {
  if (!version) return { proposal, hash, terms };
  return { proposal, hash, terms, version: version.number, from: version.from, concludedOn: version.concludedOn };
}

function textAudience({ readers }: AgreementState, version: Version | undefined): Audience {
  return version ? { level: 'public', parties: [] } : { level: 'partners', parties: readers };
}

export type ProposalDoc = Pick<Proposal, 'number' | 'version' | 'hash' | 'kind' | 'by' | 'rationale' | 'on'>;

/** Which proposal lies on the table on a day, for the parties. */
export const agreementProposals: TableDefinition<AgreementState> = {
  name: 'agreement_proposal',
  version: 1,
  columns: { number: 'integer' },
  orders: [],
  reads: ['proposals', 'readers'],
  rows: ({ proposals, readers }) =>
    proposals
      // What was answered on the day it was made lay on the table on no whole day.
      .filter(({ kind, on, ended }) => kind !== 'REGISTERED' && (!ended || on < ended.on))
      .map(({ number, version, hash, kind, by, rationale, on, ended }, index) => ({
        key: place(index),
        validFrom: on,
        validTo: ended?.on ?? END_OF_TIME,
        audience: { level: 'partners', parties: readers },
        columns: { number },
        doc: (): ProposalDoc => ({ number, version, hash, kind, by, rationale, on }),
      })),
};

export type AnswerDoc = Pick<Answer, 'proposal' | 'party' | 'kind' | 'on' | 'post' | 'mandate' | 'awaits' | 'text'>;

/** Who said what to which proposal, for the parties; as it stands on a day. */
export const agreementAnswers: TableDefinition<AgreementState> = {
  name: 'agreement_answer',
  version: 1,
  columns: { proposal: 'integer', party: 'text' },
  orders: [['proposal']],
  reads: ['answers', 'proposals', 'readers'],
  rows: ({ answers, proposals, readers }) =>
    answers.flatMap((answer, index) => {
      const { proposal, party, kind, on, post, mandate, awaits, text } = answer;
      const until = voidFrom(answer, answers.slice(index + 1), proposals);
      if (until !== undefined && until <= on) return [];
      return [
        {
          key: place(index),
          validFrom: on,
          validTo: until ?? END_OF_TIME,
          audience: { level: 'partners', parties: readers },
          columns: { proposal, party },
          doc: (): AnswerDoc => ({ proposal, party, kind, on, post, mandate, awaits, text }),
        },
      ];
    }),
};

/** A newer proposal voids what was answered to an older one; a party's own later answer takes the place of its earlier ones. */
function voidFrom({ proposal, party, kind }: Answer, later: readonly Answer[], proposals: readonly Proposal[]): string | undefined {
  const { ended } = proposals.find(({ number }) => number === proposal) ?? {};
  const superseded = ended && ended.as !== 'CONCLUDED' ? [ended.on] : [];
  const joins = (other: Answer) => kind === 'CONSENTED' && other.kind === 'CONSENTED';
  const replaced = later.filter((other) => other.proposal === proposal && other.party === party && !joins(other)).map(({ on }) => on);
  return [...superseded, ...replaced.slice(0, 1)].sort()[0];
}

export const agreementCorrections: TableDefinition<AgreementState> = {
  name: 'agreement_correction',
  version: 1,
  columns: { on_date: 'text' },
  orders: [],
  reads: ['corrections'],
  rows: ({ corrections }) =>
    corrections.map((doc, index) => ({
      key: place(index),
      ...ALWAYS,
      audience: { level: 'public', parties: [] },
      columns: { on_date: doc.on },
      doc: () => doc,
    })),
};

/** Personal values, sealed, for whoever may read the event that holds them. */
export const agreementPersonal: TableDefinition<AgreementState> = {
  name: 'agreement_personal',
  version: 1,
  columns: { item: 'text' },
  orders: [],
  reads: ['personal'],
  rows: ({ personal }) =>
    [...new Map(personal.map((one) => [one.commitment, one])).values()].map(({ item, commitment, opening, audience }) => ({
      key: commitment,
      ...ALWAYS,
      audience,
      columns: { item },
      doc: () => ({ item, commitment, opening }),
    })),
};

/** Which of its kind, so that rows come in the order in which things were recorded. */
function place(index: number): string {
  return String(index + 1).padStart(4, '0');
}
