import { ALWAYS, END_OF_TIME, type TableDefinition, type ViewRow } from '../../../views/view-definition.js';
import type { AgreementState } from './agreement-state.js';

type Level = 'public' | 'partners';

/** What was minded and learned along the way: risks and what a recalibration asks are for the parties, what came of it is public. */
export const agreementNotes: TableDefinition<AgreementState> = {
  name: 'agreement_note',
  version: 1,
  columns: { kind: 'text', on_date: 'text' },
  orders: [],
  reads: ['evaluations', 'readers', 'recalibrations', 'risks', 'suspended'],
  rows({ risks, recalibrations, evaluations, suspended, readers }) {
    const row = (kind: string, key: string, level: Level, on: string, doc: object): ViewRow => ({
      key: `${kind} ${key}`,
      ...ALWAYS,
      audience: { level, parties: level === 'public' ? [] : readers },
      columns: { kind, on_date: on },
      doc: () => doc,
    });
    return [
      ...risks.map((risk, index) => row('RISK', String(index + 1), 'partners', risk.on, risk)),
      ...recalibrations.flatMap(({ outcome, ...asked }, index) => [
        row('RECALIBRATION', String(index + 1), 'partners', asked.startedOn, asked),
        ...(outcome ? [row('RECALIBRATED', String(index + 1), 'public', outcome.on, outcome)] : []),
      ]),
      ...evaluations.map((one, index) => row('EVALUATION', String(index + 1), 'public', one.on, one)),
      ...suspended.map(({ from, until }) => ({
        ...row('SUSPENSION', from, 'public', from, { from, until }),
        validFrom: from,
        validTo: until ?? END_OF_TIME,
      })),
    ];
  },
};
