import { randomUUID } from 'node:crypto';
import type { Directory, Person } from '../../libs/access/directory.js';
import { ROLES, type Role } from '../../libs/ledger/aggregate.js';
import { openDirectory } from '../api/node/open-keys.js';
import { findParty } from './client/parties.js';
import { withSession } from './client/session.js';
import { withLog } from './client/ledger-folder.js';
import { EXIT } from './exit-codes.js';
import { CliFailure } from './failure.js';
import type { Outcome } from './outcome.js';
import type { CliSettings } from './settings.js';

/** What a person may be; the administrator is whoever holds the folder's key, not somebody in the directory. */
export const PERSON_ROLES = ROLES.filter((role) => role !== 'administrator');
/** They look at everything or at what is public, and speak for no party. */
const WITHOUT_PARTY: readonly Role[] = ['auditor', 'resident'];
const PERSONA = /^[a-z0-9][a-z0-9-]{0,62}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export interface NewPerson {
  readonly persona: string;
  readonly name: string;
  readonly party?: string;
  readonly role: Exclude<Role, 'administrator'>;
  readonly id?: string;
}

/** Names stay in the directory, outside the log, so that they can be changed and erased. */
export async function addPerson(settings: CliSettings, asked: NewPerson): Promise<Outcome> {
  const { persona, name, role } = asked;
  const id = asked.id?.toLowerCase();
  if (!PERSONA.test(persona))
    throw usage('PERSONA', `"${persona}" is no persona; use lower-case letters, digits and hyphens, e.g. team-manager.`);
  if (name.trim() === '') throw usage('NAME', 'the name is empty; give --name "Full Name".');
  if (id !== undefined && !UUID.test(id)) throw usage('ID', `"${asked.id}" is no UUID; leave --id out for a new one.`);
  if (asked.party === undefined && !WITHOUT_PARTY.includes(role))
    throw usage('PARTY', `a ${role} speaks for a party; give --party ID or NAME.`);
  const wanted = asked.party;
  const party = wanted === undefined ? null : await withSession(settings, ({ client }) => findParty(client, wanted));
  const saved = await withDirectory(settings, (directory) =>
    save(directory, { id, persona, name: name.trim(), role, party: party?.id ?? null }),
  );
  const speaks = party ? `for ${party.name}` : 'for no party';
  return {
    exitCode: EXIT.done,
    lines: [`${persona} is known as ${role} ${speaks} (${saved.id}). Next: convenant token --persona ${persona}`],
    json: { person: saved },
  };
}

export async function listPersons(settings: CliSettings): Promise<Outcome> {
  const persons = await withLog(settings, async () => withDirectory(settings, (directory) => directory.all()));
  const width = Math.max(7, ...persons.map(({ persona }) => persona.length));
  const lines = persons.map(
    ({ persona, role, name, party }) => `${persona.padEnd(width)}  ${role.padEnd(9)}  ${party ?? '-'.padEnd(36)}  ${name}`,
  );
  return {
    exitCode: EXIT.done,
    lines: lines.length > 0 ? lines : ['nobody is known yet; add one with: convenant person add'],
    json: { persons },
  };
}

async function save(directory: Directory, { id, ...person }: Omit<Person, 'id'> & { id: string | undefined }): Promise<Person> {
  const known = await directory.byPersona(person.persona);
  if (known && id !== undefined && known.id !== id) {
    throw usage(
      'PERSONA_TAKEN',
      `the persona "${person.persona}" is another person's (${known.id}); choose another name, or leave --id out to change that person.`,
    );
  }
  const saved = { id: id ?? known?.id ?? randomUUID(), ...person };
  await directory.save(saved);
  return saved;
}

async function withDirectory<Answer>({ folder, server }: CliSettings, work: (directory: Directory) => Promise<Answer>): Promise<Answer> {
  const directory = await openDirectory(folder, server.keys);
  try {
    return await work(directory);
  } finally {
    await directory.close();
  }
}

function usage(code: string, message: string): CliFailure {
  return new CliFailure(EXIT.usage, code, message);
}
