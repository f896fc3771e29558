import { ALWAYS, END_OF_TIME, type TableDefinition } from '../../../views/view-definition.js';
import { occurrenceKey, occurrences, PROMISED } from './agreement-commitments.js';
import type { AgreementState } from './agreement-state.js';

export interface CommitmentDoc {
  readonly commitment: string;
  readonly text: string;
  readonly owner: string;
  readonly with: readonly string[];
  readonly due?: string | undefined;
}

/** Each due day of each commitment, on the days on which it binds. How it stands follows from the calendar and from what was said of it. */
export const agreementCommitments: TableDefinition<AgreementState> = {
  name: 'agreement_commitment',
  version: 2,
  columns: { owner: 'text', due_on: 'text', commitment: 'text', text: 'text' },
  orders: [['owner', 'due_on']],
  told: ({ owner, due_on: due, commitment, text }) => ({ commitment, text, owner, due: due || undefined }),
  reads: PROMISED,
  rows: (state) =>
    occurrences(state).map(({ commitment, due, from, until }) => {
      const { id, text, owner, with: others } = commitment;
      return {
        key: occurrenceKey(id, due),
        validFrom: from,
        validTo: until ?? END_OF_TIME,
        audience: { level: 'public', parties: [] },
        columns: { owner, due_on: due ?? '', commitment: id, text },
        doc: (): CommitmentDoc => ({ commitment: id, text, owner, with: others, due: due ?? undefined }),
      };
    }),
};

/** What was said of a commitment: public that it was met or waived, for the parties that it is disputed or was breached. */
export const agreementCommitmentFacts: TableDefinition<AgreementState> = {
  name: 'agreement_commitment_fact',
  version: 2,
  columns: { commitment: 'text', due: 'text', kind: 'text', on_date: 'text' },
  orders: [],
  told: ({ commitment, due, kind, on_date: on }) => ({ commitment, due, kind, on }),
  reads: ['facts'],
  rows: ({ facts }) =>
    facts.map(({ audience, ...doc }, index) => ({
      key: String(index + 1).padStart(4, '0'),
      ...ALWAYS,
      audience,
      columns: { commitment: doc.commitment, due: doc.due, kind: doc.kind, on_date: doc.on },
      doc: () => doc,
    })),
};
