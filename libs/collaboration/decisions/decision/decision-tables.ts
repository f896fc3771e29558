import type { Audience } from '../../../ledger/envelope.js';
import { parseStream } from '../../../ledger/ids.js';
import { ALWAYS, type TableDefinition, type ViewRow } from '../../../views/view-definition.js';
import type { Contribution, DecisionState, Remedy } from './decision-state.js';

/** One row per link of the chain a decision was taken under: decisions under a mandate and under its sub-mandates. */
export const decisionChain: TableDefinition<DecisionState> = {
  name: 'decision_chain',
  version: 1,
  columns: { mandate: 'text', decided_on: 'text', amount: 'integer', beneficiary: 'text', outside_mandate: 'integer', direct: 'integer' },
  orders: [['mandate', 'decided_on']],
  reads: ['details', 'ended', 'taken'],
  rows({ details, taken, ended }) {
    if (!details || !taken) return [];
    const { authority, outcome, registered, decidedOn, mandate } = taken;
    const audience: Audience =
      details.person !== undefined
        ? { level: 'confidential', parties: details.drafters }
        : details.nature === 'INTERNAL'
          ? { level: 'internal', parties: details.drafters }
          : { level: 'public', parties: [] };
    return authority.chain.map(({ stream }) => {
      const { id } = parseStream(stream);
      const columns = {
        mandate: id,
        decided_on: decidedOn,
        // What was withdrawn, or replaced by what counts itself, no longer uses up a limit.
        amount:
          outcome === 'REJECTED' || ended?.kind === 'WITHDRAWN' || ended?.limitsGivenBack === true ? null : (details.amountCents ?? null),
        beneficiary: details.beneficiary ?? null,
        outside_mandate: registered && authority.code === 'INVALID' ? 1 : 0,
        direct: id === mandate ? 1 : 0,
      };
      return { key: id, ...ALWAYS, audience, columns, doc: () => ({ mandate: id }) };
    });
  },
};

/** How it was prepared: options, advice, objections, attempts. Each for whoever may read its event. */
export const decisionPreparation: TableDefinition<DecisionState> = {
  name: 'decision_preparation',
  version: 1,
  columns: { kind: 'text', on_date: 'text' },
  orders: [],
  reads: [
    'advice',
    'attempts',
    'checks',
    'consultations',
    'details',
    'explorations',
    'interests',
    'options',
    'reasonedObjections',
    'taken',
  ],
  rows(state) {
    const { details } = state;
    if (!details) return [];
    const rows = (kind: string, items: readonly Contribution[]) => items.map((item, index) => preparationRow(kind, index, item));
    return [
      ...rows('OPTION', state.options),
      ...rows('EXPLORATION', state.explorations),
      ...rows('CONSULTATION', state.consultations),
      ...rows('ADVICE', state.advice),
      ...rows('REASONED_OBJECTION', state.reasonedObjections),
      ...rows('INTEREST', state.interests),
      ...rows('AUTHORITY_CHECK', state.checks),
      ...rows('ATTEMPT', state.attempts),
      ...actingRow(state),
    ];
  },
};

function preparationRow(kind: string, index: number, { audience, ...doc }: Contribution): ViewRow {
  return { key: `${kind} ${index + 1}`, ...ALWAYS, audience, columns: { kind, on_date: doc.on }, doc: () => doc };
}

/** Who filled the post is internal, so that the person who decided stands apart from the decision. */
function actingRow({ details, taken }: DecisionState): ViewRow[] {
  if (!details || !taken) return [];
  const { actor, capacity, contested, decidedOn, pools } = taken;
  const level = details.person === undefined ? ('internal' as const) : ('confidential' as const);
  const doc = () => ({ actor, capacity, contested, pools, preparedBy: details.preparedBy });
  return [
    { key: 'ACTING', ...ALWAYS, audience: { level, parties: details.drafters }, columns: { kind: 'ACTING', on_date: decidedOn }, doc },
  ];
}

/** Attendance and votes: public of the council, internal of the college. */
export const decisionVotes: TableDefinition<DecisionState> = {
  name: 'decision_votes',
  version: 1,
  columns: { decided_on: 'text' },
  orders: [],
  reads: ['votes'],
  rows: ({ votes }) =>
    votes.map(({ audience, ...doc }, index) => ({
      key: String(index + 1),
      ...ALWAYS,
      audience,
      columns: { decided_on: doc.decidedOn },
      doc: () => doc,
    })),
};

/** Views, objections and appeals with their texts: confidential, between the body and whoever submitted them. */
export const decisionSubmission: TableDefinition<DecisionState> = {
  name: 'decision_submission',
  version: 1,
  columns: { kind: 'text', on_date: 'text' },
  orders: [],
  reads: ['appeals', 'objections', 'views'],
  rows: ({ views, objections, appeals }) => [
    ...views.map(({ audience, ...doc }) => submission('VIEW', doc.view, { audience, on: doc.on, doc })),
    ...objections.map((one) => remedy('OBJECTION', one)),
    ...appeals.map((one) => remedy('APPEAL', one)),
  ],
};

function remedy(kind: string, { audience, ...doc }: Remedy): ViewRow {
  return submission(kind, doc.number, { audience, on: doc.lodgedOn, doc });
}

function submission(kind: string, number: number, { audience, on, doc }: { audience: Audience; on: string; doc: unknown }): ViewRow {
  return { key: `${kind} ${number}`, ...ALWAYS, audience, columns: { kind, on_date: on }, doc: () => doc };
}
