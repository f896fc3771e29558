import type { CommandRequest, Outcome } from './execution.js';
import type { Appended } from './recording.js';

/** Looks on while commands are decided and recorded, to measure and to trace. It carries out the work, and answers what that answers. */
export interface LedgerObserver {
  command(request: CommandRequest, decide: () => Promise<Outcome>): Promise<Outcome>;
  append(what: { readonly aggregate: string; readonly events: number }, append: () => Promise<Appended>): Promise<Appended>;
  /** A concurrent change came first: the command is decided again. */
  decidedAgain(type: string): void;
}

export const NOBODY: LedgerObserver = {
  command: (_, decide) => decide(),
  append: (_, append) => append(),
  decidedAgain: () => undefined,
};
