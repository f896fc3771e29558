import { actorOf, type Person } from '../../libs/access/directory.js';
import { Tokens } from '../../libs/access/tokens.js';
import { openSecrets } from '../api/node/data-folder.js';
import { openDirectory } from '../api/node/open-keys.js';
import { withLog } from './client/ledger-folder.js';
import { EXIT } from './exit-codes.js';
import { CliFailure } from './failure.js';
import type { Outcome } from './outcome.js';
import type { CliSettings } from './settings.js';

const SECONDS_PER_HOUR = 3_600;

/** Signs with the data folder's key: whoever can read that folder may speak for anyone in its directory. No server is needed. */
export async function issueToken(settings: CliSettings, { persona, hours }: { persona: string; hours: number }): Promise<Outcome> {
  const { folder, server } = settings;
  return withLog(settings, async (_, { ledgerId }) => {
    const person = await findPerson(settings, persona);
    const { tokenSecret } = openSecrets(folder, server.secrets);
    const token = await new Tokens(tokenSecret, ledgerId).issue(actorOf(person), Math.round(hours * SECONDS_PER_HOUR));
    const { id, party, role } = person;
    return { exitCode: EXIT.done, lines: [token], json: { token, persona, person: id, party, role, hours } };
  });
}

/** @throws CliFailure that lists who is known */
async function findPerson({ folder, server }: CliSettings, persona: string): Promise<Person> {
  const directory = await openDirectory(folder, server.keys);
  try {
    const person = await directory.byPersona(persona);
    if (person) return person;
    const known = (await directory.all()).map((one) => one.persona);
    const next = known.length === 0 ? 'nobody is known yet; add one with: convenant person add' : `known are: ${known.join(', ')}`;
    throw new CliFailure(EXIT.usage, 'UNKNOWN_PERSONA', `there is no persona "${persona}"; ${next}.`);
  } finally {
    await directory.close();
  }
}
