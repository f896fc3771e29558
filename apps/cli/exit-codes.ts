/** What the process says when it ends. One table: the help text shows it, scripts rely on it. */
export const EXIT = {
  done: 0,
  findings: 1,
  usage: 2,
  inputFile: 3,
  unavailable: 4,
  refused: 5,
  unexpected: 70,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const MEANING: Readonly<Record<keyof typeof EXIT, string>> = {
  done: 'done, nothing left to look at',
  findings: 'done, and something is left for a person: rows that were reported or not recorded, findings of verify',
  usage: 'wrong command, option, setting or name (unknown persona or party); nothing was done',
  inputFile: 'the input file cannot be read as what it should be; nothing was recorded',
  unavailable: 'the ledger cannot be opened, reached or written: another process has it, it is damaged, the disk is full',
  refused: 'the ledger refused the request; nothing was recorded',
  unexpected: 'a mistake in this program; please report it',
  interrupted: 'interrupted; what was recorded stays, and the same command again completes it',
};

export function exitCodeHelp(): string {
  const lines = (Object.keys(EXIT) as (keyof typeof EXIT)[]).map((key) => `  ${String(EXIT[key]).padEnd(5)}${MEANING[key]}`);
  return `Exit codes:\n${lines.join('\n')}`;
}
