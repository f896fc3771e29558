import { StoreUnavailable } from '../../../libs/ledger/errors.js';
import type { LedgerObserver } from '../../../libs/ledger/observation.js';

/** Without traffic nobody finds out that the log can be written again: after this it is worth a try. */
const REMEMBERED_MS = 5_000;

/** Whether the log takes what commands lead to: a disk that is full can still be read, so that a look alone does not tell. */
export class AppendHealth {
  private failure: { readonly message: string; readonly until: number } | undefined;

  problem(): string | undefined {
    return this.failure && performance.now() < this.failure.until ? this.failure.message : undefined;
  }

  /** The same observer, with an ear for what fails. */
  beside(observer: LedgerObserver): LedgerObserver {
    return {
      command: (request, decide) => observer.command(request, decide),
      decidedAgain: (type) => observer.decidedAgain(type),
      append: async (what, append) => {
        try {
          const appended = await observer.append(what, append);
          this.failure = undefined;
          return appended;
        } catch (error) {
          if (error instanceof StoreUnavailable) this.failure = { message: error.message, until: performance.now() + REMEMBERED_MS };
          throw error;
        }
      },
    };
  }
}
