import { type Environment, readVariables, type Variables } from './configuration/read-variables.js';

export type Role = Variables['CONVENANT_ROLE'];

export type EventStoreSettings =
  | { readonly kind: 'sqlite' }
  | {
      readonly kind: 'eventstoredb';
      /** Secret: it may hold a password. */
      readonly connectionString: string;
      /** What the names of this ledger's streams begin with. */
      readonly prefix: string;
      readonly credentials: { readonly user: string; readonly password: string } | undefined;
    };

export type ViewSettings =
  | { readonly kind: 'sqlite' }
  | {
      readonly kind: 'postgres';
      /** Secrets: they may hold a password. */
      readonly url: string;
      /** Past any pooler, for LISTEN. */
      readonly listenUrl: string;
      /** Connections of one node. */
      readonly pool: number;
      readonly statementMs: number;
    };

export interface TraceSettings {
  readonly endpoint: string;
  readonly serviceName: string;
  /** How many of the traces that begin here are kept, 0 to 1. */
  readonly share: number;
}

/** What this server is asked to be. Holds secrets: it is never logged. */
export interface Configuration {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly demo: 'on' | 'empty' | 'off';
  readonly logLevel: string;
  readonly readers: number;
  readonly origins: readonly string[];
  readonly role: Role;
  readonly eventStore: EventStoreSettings;
  readonly views: ViewSettings;
  /** Where `secrets.json` is: in the ledger's own folder, made at the first start, or in a folder that all nodes read. */
  readonly secrets: { readonly kind: 'files' } | { readonly kind: 'folder'; readonly folder: string };
  /** Where the keys of sealed texts and the directory of persons are. The URL is secret: it may hold a password. */
  readonly keys: { readonly kind: 'files' } | { readonly kind: 'postgres'; readonly url: string };
  readonly metricsToken: string | undefined;
  readonly traces: TraceSettings | undefined;
}

/** @throws Error that names every wrong setting, and shows the value of none */
export function readConfiguration(environment: Environment): Configuration {
  const read = readVariables(environment);
  const problems = 'problems' in read ? read.problems : contradictions(read.variables);
  if ('problems' in read || problems.length > 0)
    throw new Error(`Convenant cannot start with these settings:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  const { variables } = read;
  return {
    host: variables.CONVENANT_HOST,
    port: variables.PORT,
    dataDir: variables.CONVENANT_DATA_DIR,
    demo: variables.CONVENANT_DEMO,
    logLevel: variables.CONVENANT_LOG_LEVEL,
    readers: variables.CONVENANT_READERS,
    origins: variables.CONVENANT_ORIGINS,
    role: variables.CONVENANT_ROLE,
    eventStore: eventStoreOf(variables),
    views: viewsOf(variables),
    secrets: variables.CONVENANT_SECRETS === 'files' ? { kind: 'files' } : { kind: 'folder', folder: variables.CONVENANT_SECRETS },
    keys: variables.CONVENANT_KEYS === 'files' ? { kind: 'files' } : { kind: 'postgres', url: variables.CONVENANT_KEYS },
    metricsToken: variables.CONVENANT_METRICS_TOKEN,
    traces: tracesOf(variables),
  };
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(host);
}

/** What each may be, but not together. */
function contradictions(variables: Variables): string[] {
  const { CONVENANT_ROLE: role, CONVENANT_EVENT_STORE: store, CONVENANT_VIEWS: views } = variables;
  const problems: string[] = [];
  const embedded = [...(store === 'sqlite' ? ['CONVENANT_EVENT_STORE'] : []), ...(views === 'sqlite' ? ['CONVENANT_VIEWS'] : [])];
  if (role !== 'all' && embedded.length > 0)
    problems.push(
      `CONVENANT_ROLE: ${role} needs more than one node, and ${embedded.join(' and ')} in SQLite ${embedded.length > 1 ? 'serve' : 'serves'} one; use all`,
    );
  if (role !== 'all' && variables.CONVENANT_SECRETS === 'files')
    problems.push(`CONVENANT_SECRETS: ${role} needs the folder with the secrets.json that all nodes share`);
  if (role !== 'all' && variables.CONVENANT_KEYS === 'files')
    problems.push(`CONVENANT_KEYS: ${role} needs keys that all nodes share; give postgres://…`);
  if ((variables.CONVENANT_EVENT_STORE_USER === undefined) !== (variables.CONVENANT_EVENT_STORE_PASSWORD === undefined))
    problems.push('CONVENANT_EVENT_STORE_USER, CONVENANT_EVENT_STORE_PASSWORD: give both or neither');
  if (variables.CONVENANT_DEMO !== 'off' && !isLoopback(variables.CONVENANT_HOST))
    problems.push('CONVENANT_HOST: a demo ledger is served on loopback only; set CONVENANT_DEMO=off for the real one');
  return problems;
}

function eventStoreOf(variables: Variables): EventStoreSettings {
  const { CONVENANT_EVENT_STORE: store, CONVENANT_EVENT_STORE_USER: user, CONVENANT_EVENT_STORE_PASSWORD: password } = variables;
  if (store === 'sqlite') return { kind: 'sqlite' };
  return {
    kind: 'eventstoredb',
    connectionString: store,
    prefix: variables.CONVENANT_EVENT_STORE_PREFIX,
    credentials: user === undefined || password === undefined ? undefined : { user, password },
  };
}

function viewsOf(variables: Variables): ViewSettings {
  const { CONVENANT_VIEWS: url } = variables;
  if (url === 'sqlite') return { kind: 'sqlite' };
  return {
    kind: 'postgres',
    url,
    listenUrl: variables.CONVENANT_VIEWS_LISTEN ?? url,
    pool: variables.CONVENANT_VIEWS_POOL,
    statementMs: variables.CONVENANT_VIEWS_STATEMENT_MS,
  };
}

function tracesOf(variables: Variables): TraceSettings | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: serviceName, OTEL_TRACES_SAMPLER_ARG: share } = variables;
  return endpoint === undefined ? undefined : { endpoint, serviceName, share };
}
