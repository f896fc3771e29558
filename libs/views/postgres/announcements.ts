import pg from 'pg';
import { pause } from './pause.js';

const CONNECT_MS = 5_000;
const RETRY_MS = 1_000;
/** A connection that nothing comes over may be dead without anybody being told. */
const ALIVE_MS = 10_000;

export interface AnnouncementsOptions {
  /** Straight to the server: a pooler gives a connection to others between two transactions, and what was announced with it. */
  readonly connectionString: string;
  readonly channel: string;
  /** Something was announced; undefined when some announcement may have been missed. */
  readonly onHeard: (payload: string | undefined) => void;
}

/** Hears what is announced in the database, over one connection of its own that is made again whenever it breaks. */
export class Announcements {
  private readonly stopped = new AbortController();
  private readonly running: Promise<void>;

  constructor(private readonly options: AnnouncementsOptions) {
    this.running = this.run();
  }

  async close(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      // Whoever listens looks from time to time anyway: that it cannot be told meanwhile is no failure.
      await this.listen().catch(() => undefined);
      // Not all nodes at once, when the server is back.
      await pause(RETRY_MS * (0.5 + Math.random()), this.stopped.signal);
    }
  }

  private async listen(): Promise<void> {
    const { connectionString, channel, onHeard } = this.options;
    const client = new pg.Client({
      connectionString,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: CONNECT_MS,
      keepAlive: true,
      application_name: 'convenant listens',
    });
    const broken = new AbortController();
    const quit = () => broken.abort();
    client.on('error', quit);
    client.on('end', quit);
    this.stopped.signal.addEventListener('abort', quit);
    client.on('notification', ({ payload }) => onHeard(payload));
    try {
      await client.connect();
      await client.query(`listen "${channel}"`);
      onHeard(undefined);
      for (;;) {
        await pause(ALIVE_MS, broken.signal);
        if (broken.signal.aborted) return;
        await client.query('select 1');
      }
    } finally {
      this.stopped.signal.removeEventListener('abort', quit);
      await client.end().catch(() => undefined);
    }
  }
}
