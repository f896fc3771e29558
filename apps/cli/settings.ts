import { readConfiguration, type Configuration } from '../api/configuration.js';
import { ledgerFolder } from '../api/node/data-folder.js';
import { EXIT } from './exit-codes.js';
import { CliFailure, messageOf } from './failure.js';

/** The options every command has. */
export interface GlobalOptions {
  readonly dataDir?: string;
  readonly ledger?: 'demo' | 'real';
  readonly json?: boolean;
}

export interface CliSettings {
  /** The ledger's own folder, `<data>/demo` or `<data>/ledger`. */
  readonly folder: string;
  /** What a server of our own is started with: a free port, silent. */
  readonly server: Configuration;
  readonly json: boolean;
}

/** @throws CliFailure that names every wrong setting */
export function readSettings({ dataDir, ledger, json = false }: GlobalOptions, environment: NodeJS.ProcessEnv): CliSettings {
  const server = serverSettings({
    ...environment,
    ...(dataDir === undefined ? {} : { CONVENANT_DATA_DIR: dataDir }),
    ...(ledger === undefined ? {} : { CONVENANT_DEMO: demoSetting(ledger, environment['CONVENANT_DEMO']) }),
    CONVENANT_LOG_LEVEL: 'silent',
    PORT: '0',
  });
  return { folder: ledgerFolder(server.dataDir, server.demo !== 'off'), server, json };
}

/** `demo` keeps what the environment says of the story. */
function demoSetting(ledger: 'demo' | 'real', asked: string | undefined): string {
  if (ledger === 'real') return 'off';
  return asked === undefined || asked === 'off' ? 'on' : asked;
}

function serverSettings(environment: NodeJS.ProcessEnv): Configuration {
  try {
    return readConfiguration(environment);
  } catch (error) {
    throw new CliFailure(EXIT.usage, 'SETTINGS', messageOf(error).replaceAll(/\s*\n\s*/g, ' '));
  }
}
