import { Fault } from '../../../libs/ledger/errors.js';
import type { StorePosition } from '../../../libs/ledger/event-store.js';
import type { CommandRequest, Outcome } from '../../../libs/ledger/execution.js';
import { LIMITS } from '../../../libs/ledger/limits.js';
import type { LedgerObserver } from '../../../libs/ledger/observation.js';
import type { Appended } from '../../../libs/ledger/recording.js';
import type { ReadModels } from '../../../libs/views/read-models.js';
import type { Telemetry } from './telemetry.js';
import type { Tracing } from './tracing.js';

/** Counts and traces every command, whoever gave it. */
export class LedgerTelemetry implements LedgerObserver {
  constructor(
    private readonly telemetry: Telemetry,
    private readonly views: ReadModels,
  ) {}

  async command({ type, aggregate, traceParent }: CommandRequest, decide: () => Promise<Outcome>): Promise<Outcome> {
    const { metrics, tracing } = this.telemetry;
    const startedAt = performance.now();
    const measured = async (tell: (outcome: string) => void) => {
      let outcome = 'INTERNAL';
      try {
        const answer = await decide();
        outcome = outcomeOf(answer);
        return answer;
      } catch (error) {
        if (error instanceof Fault) outcome = error.category;
        throw error;
      } finally {
        metrics.commands.observe({ outcome }, (performance.now() - startedAt) / 1_000);
        metrics.commandsByType.inc({ type, outcome });
        tell(outcome);
      }
    };
    if (!tracing) return measured(() => undefined);
    const attributes = { 'convenant.command': type, 'convenant.aggregate': aggregate.name };
    return tracing.during({ name: 'command', attributes, traceParent }, (span) =>
      measured((outcome) => void span.setAttribute('convenant.outcome', outcome)),
    );
  }

  async append({ aggregate, events }: { aggregate: string; events: number }, append: () => Promise<Appended>): Promise<Appended> {
    const { metrics, tracing } = this.telemetry;
    const startedAt = performance.now();
    let outcome = 'failed';
    const measured = async () => {
      try {
        const appended = await append();
        outcome = 'durable';
        metrics.events.inc(events);
        return appended;
      } finally {
        metrics.appends.observe({ outcome }, (performance.now() - startedAt) / 1_000);
      }
    };
    if (!tracing) return measured();
    const attributes = { 'convenant.aggregate': aggregate, 'convenant.events': events };
    return tracing.during({ name: 'append', attributes }, async (span) => {
      const appended = await measured();
      span.setAttribute('convenant.position', appended.position);
      if (span.isRecording()) this.followProjection(tracing, appended.position);
      return appended;
    });
  }

  decidedAgain(type: string): void {
    this.telemetry.metrics.decidedAgain.inc({ type });
  }

  /**
   * The log carries no trace, so that the projector, perhaps on another machine, cannot know whose event it applies: the node that
   * appended looks when its views have the position, and says so in the same trace.
   */
  private followProjection(tracing: Tracing, position: StorePosition): void {
    const span = tracing.begin({ name: 'projection', attributes: { 'convenant.position': position } });
    this.views.waitFor(position, LIMITS.projectionWaitMs).then(
      (reached) => span.setAttribute('convenant.reached', reached).end(),
      () => span.end(),
    );
  }
}

/** What the projector of this node does: one span for what it reported at once. Answers how to stop. */
export function traceProjector(views: ReadModels, { metrics, tracing }: Telemetry): () => void {
  let before = views.head();
  return views.onProjected((head) => {
    metrics.projectedBatches.inc();
    tracing
      ?.begin({
        name: 'project',
        attributes: {
          'convenant.after_position': before.position,
          'convenant.position': head.position,
          'convenant.ledger_events': head.seq - before.seq,
        },
      })
      .end();
    before = head;
  });
}

function outcomeOf(outcome: Outcome): string {
  if (outcome.kind === 'refused') return 'refused';
  return outcome.events.length > 0 ? 'recorded' : 'unchanged';
}
