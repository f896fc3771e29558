import { Fault } from '../../ledger/errors.js';
import { addDays } from '../../ledger/local-date.js';
import type { AgreementWorld } from '../agreements/agreement/agreement.fixture.js';
import { FIRST_DAY, nameOf, type AnyCommand } from './any-command.js';

/** @returns the commands that led to events, and the day on which the last was given */
export async function recordAll(
  town: AgreementWorld,
  sequence: readonly AnyCommand[],
  since = FIRST_DAY,
): Promise<{ recorded: string[]; today: string }> {
  const recorded: string[] = [];
  let today = since;
  for (const { command, who, input, later } of sequence) {
    today = addDays(today, later);
    const about = 'hash' in input ? { ...input, hash: await town.hash('A') } : input;
    const outcome = await town
      .on(today)
      .do(who, command, about, nameOf(command))
      .catch((error: unknown) => {
        if (!(error instanceof Fault)) throw error;
        return undefined;
      });
    if (outcome?.kind === 'recorded' && outcome.events.length > 0) recorded.push(command);
  }
  return { recorded, today };
}
