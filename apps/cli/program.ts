import { Command, InvalidArgumentError, Option } from 'commander';
import type { CopyOptions } from './copy.js';
import { exitCodeHelp } from './exit-codes.js';
import { LANGUAGES, type Language } from './import/wording.js';
import type { Outcome } from './outcome.js';
import { PERSON_ROLES, type NewPerson } from './person.js';
import type { CliSettings, GlobalOptions } from './settings.js';

/** What runs a command once it was understood; a command's code is loaded only then. */
export type Perform = (options: GlobalOptions, work: (settings: CliSettings) => Promise<Outcome>) => Promise<void>;

interface ImportOptions {
  readonly commit?: boolean;
  readonly lang: Language;
}

const MOST_HOURS = 24 * 366;

/** Every command with its options: the whole surface of `convenant`. */
export function createProgram(perform: Perform): Command {
  const program = new Command('convenant')
    .description('The command line of Convenant, a ledger of collaboration. Records through the running server when there is one.')
    .addOption(new Option('--data-dir <folder>', 'folder that holds the ledgers; default $CONVENANT_DATA_DIR or ./data'))
    .addOption(new Option('--ledger <which>', 'which ledger; default: demo, or real when $CONVENANT_DEMO is off').choices(['demo', 'real']))
    .option('--json', 'the result as one JSON object on standard output; progress and errors in words on standard error')
    .addHelpText('after', `\n${exitCodeHelp()}`)
    .showHelpAfterError('(convenant --help shows every command)')
    .exitOverride();
  const run = (work: (settings: CliSettings) => Promise<Outcome>): Promise<void> => perform(program.opts<GlobalOptions>(), work);

  program
    .command('token')
    .description("print a bearer token for somebody in the ledger's directory; needs no server")
    .requiredOption('--persona <name>', 'short name of the person, e.g. college')
    .option('--hours <n>', 'how long it is valid', hours, 12)
    .action((options: { persona: string; hours: number }) =>
      run(async (settings) => (await import('./token.js')).issueToken(settings, options)),
    );
  addPersonCommands(program, run);
  addImportCommands(program, run);
  program
    .command('rebuild')
    .description('build the views anew from the log, beside the ones that serve')
    .action(() => run(async (settings) => (await import('./rebuild.js')).rebuildViews(settings)));
  program
    .command('demo')
    .description('tell the demo ledger its story anew; everything else in that ledger is gone')
    .option('--yes', 'also when there is a demo ledger already')
    .action(({ yes = false }: { yes?: boolean }) => run(async (settings) => (await import('./demo.js')).tellDemoAnew(settings, { yes })));
  program
    .command('verify')
    .description('check the log, its chains and the views against each other; reads only, also beside a server')
    .action(() => run(async (settings) => (await import('./verify.js')).verify(settings)));
  program
    .command('copy')
    .description('move a ledger to another store, with its keys: sqlite:FOLDER or eventstoredb:CONNECTION; stop what records first')
    .requiredOption('--from <store>', 'where the ledger is')
    .requiredOption('--to <store>', 'an empty store, or one that an earlier run began to fill')
    .option('--prefix <name>', 'what the names of its streams begin with in EventStoreDB', 'convenant')
    .option(
      '--folder <folder>',
      'for an EventStoreDB target: where secrets go, and keys in files, e.g. ./data2/ledger; default $CONVENANT_SECRETS',
    )
    .option('--keys-to <place>', 'where keys and persons go: files (beside the secrets) or postgres://…; default $CONVENANT_KEYS, or files')
    .action((options: CopyOptions) => run(async (settings) => (await import('./copy.js')).copyLedger(settings, options)));
  program
    .command('export')
    .description('write out what the ledger holds')
    .command('events')
    .description('every event as it is stored, one JSON object a line with its position; personal texts stay sealed')
    .option('--after <position>', 'only what came after this position')
    .option('--out <file>', 'file to write; default standard output')
    .action((options: { after?: string; out?: string }) =>
      run(async (settings) => (await import('./export-events.js')).exportEvents(settings, options)),
    );
  return program;
}

function addPersonCommands(program: Command, run: (work: (settings: CliSettings) => Promise<Outcome>) => Promise<void>): void {
  const person = program.command('person').description('who is behind a pseudonymous id; kept outside the log');
  person
    .command('add')
    .description('add a person, or change the one with this persona')
    .requiredOption('--persona <name>', 'short name for the command line, e.g. team-manager')
    .requiredOption('--name <name>', 'full name')
    .option('--party <party>', 'party the person speaks for: id, exact name or identifier; none for auditor and resident')
    .addOption(new Option('--role <role>', 'what the person may do').choices(PERSON_ROLES).makeOptionMandatory())
    .option('--id <uuid>', 'pseudonymous id; default a new one')
    .action((options: NewPerson) => run(async (settings) => (await import('./person.js')).addPerson(settings, options)));
  person
    .command('list')
    .description('list the persons')
    .action(() => run(async (settings) => (await import('./person.js')).listPersons(settings)));
}

function addImportCommands(program: Command, run: (work: (settings: CliSettings) => Promise<Outcome>) => Promise<void>): void {
  const imports = program.command('import').description('record what stands in a file; a dry run unless --commit is given');
  const offered = (command: Command): Command =>
    command
      .option('--commit', 'record it; without it nothing changes')
      .addOption(new Option('--lang <language>', 'language of the report').choices(LANGUAGES).default('en'));
  offered(imports.command('organisations <file>'))
    .description('public organisations of the TOOI value lists (CSV tooi_uri,naam,lijst)')
    .action((path: string, { commit = false, lang }: ImportOptions) =>
      run(async (settings) =>
        (await import('./import/import-organisations.js')).importOrganisations(settings, { path, commit, language: lang }),
      ),
    );
  offered(imports.command('mandates <file>'))
    .description('a municipal mandate register (CSV with ;)')
    .requiredOption('--for <party>', 'the municipality: id, exact name or identifier')
    .action((path: string, { commit = false, lang, for: forParty }: ImportOptions & { for: string }) =>
      run(async (settings) =>
        (await import('./import/import-mandates.js')).importMandates(settings, { path, forParty, commit, language: lang }),
      ),
    );
}

function hours(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= MOST_HOURS) return value;
  throw new InvalidArgumentError(`Give a number of hours above 0, at most ${MOST_HOURS}.`);
}
