import { randomBytes } from 'node:crypto';
import DataLoader from 'dataloader';
import type { KeyRing, Opened, SealedText } from '../ledger/sealing.js';
import { SharedTables } from '../postgres/shared-tables.js';
import { KEY_PAGE, type KeyStore } from './key-copy.js';
import { KEY_BYTES, openText, sealText, type SubjectKey } from './sealing.js';

const TABLE = 'convenant_keys.subject_key';
const MAKING = {
  lastMade: TABLE,
  statements: [
    'create schema if not exists convenant_keys',
    `create table if not exists ${TABLE} (subject text primary key, version integer not null, key bytea not null)`,
  ],
};
const FIND = `select subject, version, key from ${TABLE} where subject = any($1)`;

/** Per-subject keys in PostgreSQL, the same for every node. A key that was read once is kept in memory. */
export class PostgresKeyRing implements KeyRing, KeyStore {
  private readonly tables: SharedTables;
  private readonly known = new Map<string, SubjectKey>();
  /** What the texts of one answer need is asked for at once; an absent key may be there the next time, so that nothing is remembered. */
  private readonly loader = new DataLoader(
    async (subjects: readonly string[]) => {
      await this.read(subjects);
      return subjects.map((subject) => this.known.get(subject));
    },
    { cache: false },
  );

  constructor(url: string) {
    this.tables = new SharedTables(url, 'the keys', MAKING);
  }

  /** Whichever node is first gives the key; all go on with that one, which is durable before it can be seen. */
  async prepare(subjects: readonly string[]): Promise<void> {
    await this.read(this.missing(subjects));
    // In one order everywhere, so that two nodes do not wait for each other.
    const missing = this.missing(subjects).sort();
    if (missing.length === 0) return;
    await this.tables.durably((query) =>
      query(
        `insert into ${TABLE} (subject, version, key) select subject, 1, key from unnest($1::text[], $2::bytea[]) as fresh (subject, key)
         on conflict (subject) do nothing`,
        [missing, missing.map(() => randomBytes(KEY_BYTES))],
      ),
    );
    await this.read(missing);
  }

  seal(subject: string, text: string, context: string): SealedText {
    const key = this.known.get(subject);
    if (!key) throw new Error('prepare() comes before seal(): the key must be durable first');
    return sealText(key, text, context);
  }

  open(value: SealedText, context: string): Opened | Promise<Opened> {
    const known = this.known.get(value.sealed.subject);
    if (known) return opened(known, value, context);
    return this.loader.load(value.sealed.subject).then((key) => opened(key, value, context));
  }

  async page(after: string): Promise<readonly SubjectKey[]> {
    return (await this.tables.query(`select subject, version, key from ${TABLE} where subject > $1 order by subject limit ${KEY_PAGE}`, [
      after,
    ])) as readonly SubjectKey[];
  }

  async held(subjects: readonly string[]): Promise<readonly SubjectKey[]> {
    return (await this.tables.query(FIND, [[...subjects]])) as readonly SubjectKey[];
  }

  async take(keys: readonly SubjectKey[]): Promise<void> {
    await this.tables.durably((query) =>
      query(
        `insert into ${TABLE} (subject, version, key) select * from unnest($1::text[], $2::integer[], $3::bytea[])
         on conflict (subject) do nothing`,
        [keys.map(({ subject }) => subject), keys.map(({ version }) => version), keys.map(({ key }) => key)],
      ),
    );
  }

  /** Rejects while the keys cannot be had. */
  async check(): Promise<void> {
    await this.tables.query('select 1');
  }

  async close(): Promise<void> {
    await this.tables.close();
  }

  private missing(subjects: readonly string[]): string[] {
    return [...new Set(subjects)].filter((subject) => !this.known.has(subject));
  }

  private async read(subjects: readonly string[]): Promise<void> {
    if (subjects.length === 0) return;
    const rows = (await this.tables.query(FIND, [[...subjects]])) as readonly SubjectKey[];
    for (const row of rows) this.known.set(row.subject, row);
  }
}

function opened(key: SubjectKey | undefined, value: SealedText, context: string): Opened {
  return key?.version === value.sealed.keyVersion ? { kind: 'text', text: openText(key, value, context) } : { kind: 'keyLost' };
}
