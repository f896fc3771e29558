import type { Logger } from 'pino';
import { verdictAt } from '../../../libs/collaboration/decisions/decision/known-verdict.js';
import { decision } from '../../../libs/collaboration/decisions/decision/decision.js';
import { recheckAuthority } from '../../../libs/collaboration/decisions/decision/decision.decider.js';
import { KnownStreams } from '../../../libs/collaboration/serving/known-streams.js';
import { RememberedStreams } from '../../../libs/collaboration/serving/remembered-streams.js';
import { RequestScope, type Serving } from '../../../libs/collaboration/serving/request-scope.js';
import type { Actor } from '../../../libs/ledger/aggregate.js';
import type { Ledger } from '../../../libs/ledger/execution.js';
import { Progress } from '../../../libs/ledger/progress.js';
import { parseStream, stepCommandId } from '../../../libs/ledger/ids.js';
import type { JournalEntry } from '../../../libs/views/read-models.js';
import type { LedgerNode } from './ledger-node.js';
import { ProcessManager, type Reaction } from './process-manager.js';

/** States kept at hand: of the mandates that decisions rest on. */
const REMEMBERED = 2_000;

/** The ledger's own hand. */
const RECHECK: Actor = { person: '00000000-0000-4000-8000-000000000002', party: null, role: 'administrator' };

/**
 * A decision rests on streams as they were just before it was stored. This looks again with everything that was stored before the
 * decision itself, and records it when a change at the same moment made the verdict another.
 */
function authorityRecheck(served: Serving, ledger: Ledger): Reaction {
  // Each decision is looked at once: what questions are asked about again and again should not be forgotten for that.
  const serving = { ...served, remembered: new RememberedStreams(REMEMBERED) };
  return {
    types: ['DecisionTaken'],
    async react(entry: JournalEntry): Promise<boolean> {
      const { id } = parseStream(entry.stream);
      if (!(await contested(serving, id, entry.seq))) return false;
      const outcome = await ledger.execute({
        type: 'RecheckDecisionAuthority',
        aggregate: decision,
        rule: recheckAuthority,
        command: { decision: id },
        commandId: stepCommandId(entry.id, 'recheck-authority'),
        actor: RECHECK,
        actingFor: null,
        causationId: entry.id,
      });
      return outcome.kind === 'recorded' && outcome.events.length > 0;
    },
  };
}

async function contested(serving: Serving, id: string, seq: number): Promise<boolean> {
  const scope = new RequestScope(serving, RECHECK, { party: null, seesAll: true });
  try {
    const known = new KnownStreams(scope, seq);
    const { code } = await verdictAt(id, known);
    return code !== known.of(decision, id).state.taken?.authority.code;
  } finally {
    await scope.close();
  }
}

/** Starts looking again, from where it last was. Answers how to stop. */
export function startRecheck({ store, clock, views, serving, ledger }: LedgerNode, logger: Logger): () => Promise<void> {
  const recheck = new ProcessManager(views, new Progress(store, clock, 'authority-recheck'), authorityRecheck(serving, ledger), logger);
  recheck.start();
  return () => recheck.stop();
}
