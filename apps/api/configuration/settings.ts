import { choice, list, optionalText, quantity, text } from './setting.js';

const EVENT_STORE = /^(sqlite|esdb(\+discover)?:\/\/[^\s/?]+.*)$/s;
const POSTGRES = /^postgres(ql)?:\/\/[^\s/?]+.*$/s;
const VIEWS = /^(sqlite|postgres(ql)?:\/\/[^\s/?]+.*)$/s;
const KEYS = /^(files|postgres(ql)?:\/\/[^\s/?]+.*)$/s;
const ORIGIN = /^https?:\/\/[^\s/]+$/;
const HTTP = /^https?:\/\/[^\s/?]+\S*$/;

/** Every setting, by what it is about, in the order of the page. */
export const SETTINGS = {
  'The server': {
    CONVENANT_HOST: text('127.0.0.1', {
      bound: 'IP address or host name',
      matching: /^[\w.:-]+$/,
      consequence:
        'The address to listen on. `0.0.0.0` is every address of the machine: for a container, or behind a proxy that ends TLS. A demo ledger is served on loopback only.',
    }),
    PORT: quantity(
      'TCP port',
      { min: 0, max: 65_535, byDefault: 3_000 },
      { consequence: "Where the server listens. 0 takes a free port; `server.json` in the ledger's folder, and the log, say which." },
    ),
    CONVENANT_DATA_DIR: text('./data', {
      bound: 'Path of a folder',
      consequence:
        'Holds both ledgers, `demo/` and `ledger/`, with their keys and their directory. Created when absent. One server per ledger writes to it; a second one is refused.',
    }),
    CONVENANT_DEMO: choice(['on', 'empty', 'off'], 'on', {
      consequence:
        "`on`: the demo ledger, told its story; `npx convenant demo --yes` tells it anew. `empty`: a demo ledger without it. `off`: the real ledger, on the system's clock and without personas. A ledger stays what it was founded as.",
    }),
    CONVENANT_LOG_LEVEL: choice(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], 'info', {
      consequence: 'The lowest level that is logged, as JSON lines on standard output.',
    }),
    CONVENANT_READERS: quantity(
      'Threads',
      { min: 1, max: 16, byDefault: 1 },
      { consequence: "How many queries are answered at the same time. More than the machine's cores makes each of them slower." },
    ),
    CONVENANT_ORIGINS: list({
      bound: 'Origins separated by commas, e.g. `https://convenant.example.nl`',
      matching: ORIGIN,
      consequence:
        "Pages of these origins may open a WebSocket, besides the server's own. Others get 403; programs that send no origin are not affected.",
    }),
  },
  'Stores and nodes': {
    CONVENANT_EVENT_STORE: text('sqlite', {
      bound: '`sqlite`, or a connection string `esdb://…` or `esdb+discover://…`',
      matching: EVENT_STORE,
      secret: true,
      consequence:
        'Where the log is: in the data folder, or in an EventStoreDB cluster. A ledger does not move by changing this; see [production](production.md).',
    }),
    CONVENANT_EVENT_STORE_PREFIX: text('convenant', {
      bound: 'Letters, digits and underscores, at most 40, beginning with a letter',
      matching: /^[A-Za-z][A-Za-z0-9_]{0,39}$/,
      consequence: 'What the names of its streams begin with in EventStoreDB. Other streams of the cluster are left alone.',
    }),
    CONVENANT_EVENT_STORE_USER: optionalText({
      bound: 'User name',
      consequence: 'Of EventStoreDB, with the password below. Both or neither.',
    }),
    CONVENANT_EVENT_STORE_PASSWORD: optionalText({
      bound: 'Password',
      secret: true,
      consequence: 'Of that user.',
    }),
    CONVENANT_VIEWS: text('sqlite', {
      bound: '`sqlite`, or `postgres://…`',
      matching: VIEWS,
      secret: true,
      consequence: 'Where the views are: in the data folder, or in PostgreSQL, directly or through a pooler in transaction mode.',
    }),
    CONVENANT_VIEWS_LISTEN: optionalText({
      bound: '`postgres://…`',
      matching: POSTGRES,
      secret: true,
      shownDefault: 'that of `CONVENANT_VIEWS`',
      consequence:
        'A connection past the pooler, for LISTEN. Needed as soon as `CONVENANT_VIEWS` goes through a pooler in transaction mode.',
    }),
    CONVENANT_VIEWS_POOL: quantity(
      'Connections',
      { min: 1, max: 100, byDefault: 10 },
      {
        consequence: 'How many connections to PostgreSQL one node opens at most, besides the one for LISTEN. A question beyond them waits.',
      },
    ),
    CONVENANT_VIEWS_STATEMENT_MS: quantity(
      'Milliseconds',
      { min: 100, max: 60_000, byDefault: 10_000 },
      { consequence: 'How long PostgreSQL works on one question; then `UNAVAILABLE`.' },
    ),
    CONVENANT_KEYS: text('files', {
      bound: '`files`, or `postgres://…`',
      matching: KEYS,
      secret: true,
      consequence:
        "Where the keys of sealed texts and the directory of persons are: `keys.db` and `directory.db` in the ledger's folder, or PostgreSQL, which several nodes need. Give them another database than the views, or at least another role and another backup; see [production](production.md).",
    }),
    CONVENANT_ROLE: choice(['all', 'api', 'projector'], 'all', {
      consequence:
        '`all`: serves, projects and fires clocks. `api`: serves only. `projector`: projects and fires clocks, and serves health and metrics only; of several, one leads. With SQLite for the log or the views there is one node, and its role is `all`.',
    }),
    CONVENANT_SECRETS: text('files', {
      bound: '`files`, or the path of a folder',
      consequence:
        "`files`: `secrets.json` is made in the ledger's folder at the first start. A folder: `secrets.json` is read there, the same on every node, and never made. Needed for the roles `api` and `projector`.",
    }),
  },
  Monitoring: {
    CONVENANT_METRICS_TOKEN: optionalText({
      bound: 'At least 16 characters without spaces',
      matching: /^\S{16,}$/,
      secret: true,
      consequence:
        '`/metrics` answers whoever sends this as bearer token, and nobody else. Without it: loopback only, not through a proxy.',
    }),
    OTEL_EXPORTER_OTLP_ENDPOINT: optionalText({
      bound: 'URL, `http://…` or `https://…`',
      matching: HTTP,
      consequence:
        'Traces go to its `/v1/traces` (OTLP over HTTP). Without it nothing is traced. The exporter reads further `OTEL_EXPORTER_OTLP_…` variables of OpenTelemetry itself, such as `…_HEADERS`.',
    }),
    OTEL_SERVICE_NAME: text('convenant', {
      bound: 'Name',
      consequence: 'What traces call this service.',
    }),
    OTEL_TRACES_SAMPLER_ARG: quantity(
      'Share',
      { min: 0, max: 1, byDefault: 1, whole: false },
      { consequence: 'How many of the traces that begin here are kept. One that a caller began is kept when the caller keeps it.' },
    ),
  },
} as const;

type Groups = typeof SETTINGS;
type Declared = { [Group in keyof Groups]: Groups[Group] }[keyof Groups];
type Every = Declared extends infer Group ? (Group extends object ? (group: Group) => void : never) : never;

/** All settings by the name of their variable. */
export type AllSettings = [Every] extends [(group: infer All) => void] ? All : never;

export const ALL_SETTINGS = Object.assign({}, ...Object.values(SETTINGS)) as AllSettings;
