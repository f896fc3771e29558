import { randomUUID } from 'node:crypto';
import { Directory, type Person } from '../../libs/access/directory.js';
import { ROLES, type Role } from '../../libs/ledger/aggregate.js';
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
  const saved = withDirectory(settings.folder, (directory) =>
    save(directory, { id, persona, name: name.trim(), role, party: party?.id ?? null }),
  );
  const speaks = party ? `for ${party.name}` : 'for no party';
  return {
    exitCode: EXIT.done,
    lines: [`${persona} is known as ${role} ${speaks} (${saved.id}). Next: convenant token --persona ${persona}`],
    json: { person: saved },
  };
}

export async function listPersons({ folder }: CliSettings): Promise<Outcome> {
  const persons = await withLog(folder, async () => withDirectory(folder, (directory) => directory.all()));
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

function save(directory: Directory, { id, ...person }: Omit<Person, 'id'> & { id: string | undefined }): Person {
  const known = directory.byPersona(person.persona);
  if (known && id !== undefined && known.id !== id) {
    throw usage(
      'PERSONA_TAKEN',
      `the persona "${person.persona}" is another person's (${known.id}); choose another name, or leave --id out to change that person.`,
    );
  }
  const saved = { id: id ?? known?.id ?? randomUUID(), ...person };
  directory.save(saved);
  return saved;
}

function withDirectory<Answer>(folder: string, work: (directory: Directory) => Answer): Answer {
  const directory = new Directory(folder);
  try {
    return work(directory);
  } finally {
    directory.close();
  }
}

function usage(code: string, message: string): CliFailure {
  return new CliFailure(EXIT.usage, code, message);
}
