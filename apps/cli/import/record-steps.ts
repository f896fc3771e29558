import { Fault, type FaultCategory } from '../../../libs/ledger/errors.js';
import type { LedgerClient } from '../client/ledger-client.js';
import { inParallel } from '../in-parallel.js';
import { Progress } from '../progress.js';
import type { Step, StepFailure, StepResult } from './step.js';

/** Enough for the store to write many appends with one sync; more only makes them wait. */
const AT_ONCE = 32;
const RECORDED: StepResult = { kind: 'recorded' };

/** Faults that belong to one step: the others can still be recorded. Any other ends the import, which may be given again. */
const OF_THE_STEP: ReadonlySet<FaultCategory> = new Set([
  'BAD_USER_INPUT',
  'COMMAND_ID_REUSED',
  'NOT_FOUND',
  'FORBIDDEN',
  'LIMIT_EXCEEDED',
  'CONFLICT',
]);

/** Records an import's steps: each after what it needs, and none whose needs failed. */
export class StepRecorder {
  readonly results = new Map<string, StepResult>();
  private readonly progress: Progress;

  constructor(
    private readonly client: LedgerClient,
    { label, total }: { label: string; total: number },
  ) {
    this.progress = new Progress({ label, total });
  }

  /** Groups at the same time; the steps of one group one after the other. */
  async recordAll(groups: readonly (readonly Step[])[]): Promise<void> {
    await inParallel(groups, AT_ONCE, async (steps) => {
      for (const step of steps) {
        this.results.set(step.id, await this.record(step));
        this.progress.advance();
      }
    });
  }

  end(): void {
    this.progress.end();
  }

  private async record(step: Step): Promise<StepResult> {
    const missing = step.needs.find((id) => this.results.get(id)?.kind === 'failed');
    if (missing !== undefined)
      return failed('DEPENDS_ON_FAILED', 'waarvan het afhangt, is niet vastgelegd', 'what it depends on was not recorded');
    try {
      const answer = await this.client.record(step.command, step.input);
      return answer.kind === 'recorded' ? RECORDED : { kind: 'failed', failure: { code: answer.code, message: answer.detail } };
    } catch (error) {
      if (error instanceof Fault && OF_THE_STEP.has(error.category)) return failed(error.category, error.message, error.message);
      throw error;
    }
  }
}

function failed(code: StepFailure['code'], nl: string, en: string): StepResult {
  return { kind: 'failed', failure: { code, message: { nl, en } } };
}
