import { stepId } from './personas.js';

/** One thing that somebody does in the story, through the same command as any client's. */
export interface Step {
  /** Unique; its command id and the id of what it creates follow from it. */
  readonly name: string;
  /** Persona, or the administrator. */
  readonly by: string;
  /** Class name of the command. */
  readonly command: string;
  readonly input: object;
  /** The rule that is expected to refuse it; the story shows refusals too. */
  readonly refusedBy?: string;
}

export interface Scene {
  /** The clock is moved to the morning of this day. */
  readonly on: string;
  readonly steps: readonly Step[];
}

/** A step whose command id follows from its name. */
export function act(name: string, by: string, command: string, input: object, refusedBy?: string): Step {
  return { name, by, command, input: { ...input, commandId: stepId(name) }, ...(refusedBy ? { refusedBy } : {}) };
}
