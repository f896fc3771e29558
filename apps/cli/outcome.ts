import type { ExitCode } from './exit-codes.js';

/** What a command did: lines for people, the same as data for programs. Printed once, at the end. */
export interface Outcome {
  readonly exitCode: ExitCode;
  readonly lines: readonly string[];
  readonly json: object;
}
