import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);

/** Every setting, with its unit, bound and default. Read once, at start; all problems are listed together. */
const settings = z.object({
  /** TCP port on 127.0.0.1; 0 takes a free one. */
  PORT: port.default(3_000),
  /** Folder that holds the ledgers (`demo/`, `ledger/`), their keys and their directory. Created when absent. */
  CONVENANT_DATA_DIR: z.string().min(1).default('./data'),
  /** `on`: the demo ledger with its story; `empty`: a demo ledger without; `off`: the real ledger. */
  CONVENANT_DEMO: z.enum(['on', 'empty', 'off']).default('on'),
  /** Lowest level that is logged. */
  CONVENANT_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  /** Threads that answer queries. One serves most municipalities; never more than the machine has cores. */
  CONVENANT_READERS: z.coerce.number().int().min(1).max(16).default(1),
  /** Origins (comma-separated, e.g. `https://convenant.example.nl`) whose pages may open a WebSocket, besides this server's own. */
  CONVENANT_ORIGINS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    ),
});

export interface Configuration {
  readonly port: number;
  readonly dataDir: string;
  readonly demo: 'on' | 'empty' | 'off';
  readonly logLevel: string;
  readonly readers: number;
  readonly origins: readonly string[];
}

/** @throws Error that names every wrong setting */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>>): Configuration {
  const read = settings.safeParse(environment);
  if (!read.success) {
    const problems = read.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`Convenant cannot start with these settings:\n${problems.join('\n')}`);
  }
  const { data } = read;
  return {
    port: data.PORT,
    dataDir: data.CONVENANT_DATA_DIR,
    demo: data.CONVENANT_DEMO,
    logLevel: data.CONVENANT_LOG_LEVEL,
    readers: data.CONVENANT_READERS,
    origins: data.CONVENANT_ORIGINS,
  };
}
