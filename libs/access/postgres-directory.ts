import { SharedTables } from '../postgres/shared-tables.js';
import type { Directory, Person } from './directory.js';

const TABLE = 'convenant_directory.person';
const MAKING = {
  lastMade: TABLE,
  statements: [
    'create schema if not exists convenant_directory',
    `create table if not exists ${TABLE} (id text primary key, persona text collate "C" not null unique, name text not null, party text, role text not null)`,
  ],
};

/** The directory of all nodes, in PostgreSQL. */
export class PostgresDirectory implements Directory {
  private readonly tables: SharedTables;

  constructor(url: string) {
    this.tables = new SharedTables(url, 'the directory', MAKING);
  }

  async save({ id, persona, name, party, role }: Person): Promise<void> {
    await this.tables.durably((query) =>
      query(
        `insert into ${TABLE} (id, persona, name, party, role) values ($1, $2, $3, $4, $5)
         on conflict (id) do update set persona = excluded.persona, name = excluded.name, party = excluded.party, role = excluded.role`,
        [id, persona, name, party, role],
      ),
    );
  }

  async byPersona(persona: string): Promise<Person | undefined> {
    const [person] = await this.tables.query(`select id, persona, name, party, role from ${TABLE} where persona = $1`, [persona]);
    return person as Person | undefined;
  }

  async all(): Promise<readonly Person[]> {
    return (await this.tables.query(`select id, persona, name, party, role from ${TABLE} order by persona`)) as readonly Person[];
  }

  async close(): Promise<void> {
    await this.tables.close();
  }
}
