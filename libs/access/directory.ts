import type { Actor, Role } from '../ledger/aggregate.js';

/** Who is behind a pseudonymous id: outside the log, so that it can be changed and erased. */
export interface Person {
  /** Pseudonymous id, the only thing events know. */
  readonly id: string;
  /** Short name for the command line and the token, e.g. `college`. */
  readonly persona: string;
  readonly name: string;
  readonly party: string | null;
  readonly role: Role;
}

export interface Directory {
  /** Adds a person, or changes the one with this id. Rejects a persona that is another's. */
  save(person: Person): Promise<void>;
  byPersona(persona: string): Promise<Person | undefined>;
  /** By persona. */
  all(): Promise<readonly Person[]>;
  close(): Promise<void>;
}

export function actorOf({ id, party, role }: Person): Actor {
  return { person: id, party, role };
}
