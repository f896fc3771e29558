import { stepId } from '../../apps/api/demo/personas.js';
import type { Step } from '../../apps/api/demo/story.js';

/** One command of a history; its id follows from its name. */
export function step(name: string, by: string, command: string, input: object): Step {
  return { name, by, command, input: { ...input, commandId: stepId(name) } };
}

/** The same, where a rule is expected to refuse it. */
export function refused(rule: string, given: Step): Step {
  return { ...given, refusedBy: rule };
}

export function instrument(reference: string, date: string): object {
  return { reference, date };
}
