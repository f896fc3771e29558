import { actorOf, Directory, type Person } from '../../libs/access/directory.js';
import { Tokens } from '../../libs/access/tokens.js';
import { openSecrets } from '../api/node/data-folder.js';
import { withLog } from './client/ledger-folder.js';
import { EXIT } from './exit-codes.js';
import { CliFailure } from './failure.js';
import type { Outcome } from './outcome.js';
import type { CliSettings } from './settings.js';

const SECONDS_PER_HOUR = 3_600;

/** Signs with the data folder's key: whoever can read that folder may speak for anyone in its directory. No server is needed. */
export async function issueToken({ folder }: CliSettings, { persona, hours }: { persona: string; hours: number }): Promise<Outcome> {
  return withLog(folder, async (_, ledgerId) => {
    const person = findPerson(folder, persona);
    const token = await new Tokens(openSecrets(folder).tokenSecret, ledgerId).issue(actorOf(person), Math.round(hours * SECONDS_PER_HOUR));
    const { id, party, role } = person;
    return { exitCode: EXIT.done, lines: [token], json: { token, persona, person: id, party, role, hours } };
  });
}

/** @throws CliFailure that lists who is known */
function findPerson(folder: string, persona: string): Person {
  const directory = new Directory(folder);
  try {
    const person = directory.byPersona(persona);
    if (person) return person;
    const known = directory.all().map((one) => one.persona);
    const next = known.length === 0 ? 'nobody is known yet; add one with: convenant person add' : `known are: ${known.join(', ')}`;
    throw new CliFailure(EXIT.usage, 'UNKNOWN_PERSONA', `there is no persona "${persona}"; ${next}.`);
  } finally {
    directory.close();
  }
}
