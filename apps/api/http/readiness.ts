import type { LedgerNode } from '../node/ledger-node.js';

export interface Readiness {
  readonly ready: boolean;
  /** What is in the way, in words for the operator. */
  readonly problems: readonly string[];
}

/** Whether this node can answer and record; readiness and metrics say the same. */
export function readinessOf(node: LedgerNode): Readiness {
  const { ready, failure } = node.views.status();
  const problems = [...node.problems(), ...(failure ? [failure] : [])];
  return { ready: ready && problems.length === 0, problems };
}
