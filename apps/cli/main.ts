#!/usr/bin/env node
import { CommanderError } from 'commander';
import { EXIT, type ExitCode } from './exit-codes.js';
import { failureOf } from './failure.js';
import { endOnSignals } from './interruption.js';
import { createProgram } from './program.js';
import { readSettings } from './settings.js';

/** Asked of the arguments themselves, because a usage error comes before they are understood. */
const json = process.argv.includes('--json');

const END_WITHIN_MS = 1_000;

endOnSignals();
// Whoever reads the output may stop early, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.unexpected));

try {
  await createProgram(async (options, work) => {
    const outcome = await work(readSettings(options, process.env));
    process.exitCode = outcome.exitCode;
    const lines = options.json ? [JSON.stringify({ exitCode: outcome.exitCode, ...outcome.json })] : outcome.lines;
    if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
  }).parseAsync();
} catch (error) {
  if (error instanceof CommanderError)
    fail(error.exitCode === 0 ? EXIT.done : EXIT.usage, error.code, error.message, { alreadySaid: true });
  else {
    const { exitCode, code, message } = failureOf(error);
    fail(exitCode, code, message);
  }
}

// A server that could not be opened whole may leave a thread behind, which would keep this process, and the lock, for ever.
setTimeout(() => process.exit(), END_WITHIN_MS).unref();

function fail(exitCode: ExitCode, code: string, message: string, { alreadySaid = false } = {}): void {
  process.exitCode = exitCode;
  if (!alreadySaid) process.stderr.write(`convenant: ${message}\n`);
  if (json && exitCode !== EXIT.done) process.stdout.write(`${JSON.stringify({ exitCode, error: { code, message } })}\n`);
}
