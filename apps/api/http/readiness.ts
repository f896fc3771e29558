import type { LedgerNode } from '../node/ledger-node.js';

export interface Readiness {
  readonly ready: boolean;
  /** What is in the way, in words for the operator. */
  readonly problems: readonly string[];
}

/** Whether this node can answer and record, or where it only projects, take over; readiness and metrics say the same. */
export async function readinessOf(node: LedgerNode): Promise<Readiness> {
  const problems = await node.problems();
  const { ready, failure, progress } = node.views.status();
  const views = failure ?? (ready || progress ? undefined : 'there are no views yet: a node that projects builds them');
  return { ready: ready && !failure && problems.length === 0, problems: [...problems, ...(views ? [views] : [])] };
}
