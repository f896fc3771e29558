import { subjectIdOf } from '../../../libs/ledger/ids.js';
import type { CommandContent } from '../client/ledger-client.js';

/** One command an import wants recorded. Its id follows from what it is about, so that a second run finds what the first recorded. */
export interface Step {
  readonly command: 'RegisterParty' | 'EstablishPost' | 'RegisterMandate';
  /** Id of what it creates. */
  readonly id: string;
  /** What it creates, for people. */
  readonly name: string;
  readonly input: CommandContent;
  /** Ids that must be in the ledger first; those of them that are steps of this import may still fail. */
  readonly needs: readonly string[];
}

/** Why a step was not recorded, in the ledger's own words. */
export interface StepFailure {
  /** Code of the rule or of the fault, e.g. `IDENTIFIER_TAKEN`; `DEPENDS_ON_FAILED` when something it needs failed. */
  readonly code: string;
  readonly message: { readonly nl: string; readonly en: string };
}

export type StepResult = { readonly kind: 'recorded' } | { readonly kind: 'failed'; readonly failure: StepFailure };

export function stepFor({ commandId, ...step }: Omit<Step, 'id' | 'input'> & { readonly commandId: string; readonly input: object }): Step {
  return { ...step, id: subjectIdOf(commandId), input: { commandId, ...step.input } };
}
