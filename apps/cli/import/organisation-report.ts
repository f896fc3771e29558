import type { OrganisationsReading, ReportedOrganisation } from '../../../libs/interop/organisations/organisation-reading.js';
import type { PlannedOrganisation } from './plan-organisations.js';
import { reportedLines } from './row-lines.js';
import type { StepFailure, StepResult } from './step.js';
import { failureText, wordsIn, type Language } from './wording.js';

/** An organisation that was not recorded: the ledger has it otherwise, or refused it. */
interface LeftOut {
  readonly line: number;
  readonly tooiUri: string;
  readonly name: string;
  readonly known?: { readonly id: string; readonly name: string; readonly kind: string };
  readonly failure?: StepFailure;
}

export interface OrganisationsResult {
  readonly file: string;
  readonly committed: boolean;
  /** Of the file as read: the same in a dry run, a first and a second run. */
  readonly totals: OrganisationsReading['totals'];
  readonly organisations: Readonly<Record<'toRecord' | 'recorded' | 'found' | 'different' | 'failed' | 'reported', number>>;
  readonly leftOut: readonly LeftOut[];
  readonly reportedRows: readonly ReportedOrganisation[];
}

interface ResultSource {
  readonly reading: OrganisationsReading;
  readonly file: string;
  readonly planned: readonly PlannedOrganisation[];
  /** Absent in a dry run. */
  readonly results?: ReadonlyMap<string, StepResult>;
}

export function organisationsResult({ reading, file, planned, results }: ResultSource): OrganisationsResult {
  const states = planned.map(({ state, step }) => {
    if (!step) return state === 'different' ? 'different' : 'found';
    return results === undefined ? 'toRecord' : (results.get(step.id)?.kind ?? 'failed');
  });
  const count = (state: (typeof states)[number]): number => states.filter((one) => one === state).length;
  return {
    file,
    committed: results !== undefined,
    totals: reading.totals,
    organisations: {
      toRecord: count('toRecord'),
      recorded: count('recorded'),
      found: count('found'),
      different: count('different'),
      failed: count('failed'),
      reported: reading.totals.reported,
    },
    leftOut: planned.flatMap((one) => leftOut(one, results)),
    reportedRows: reading.rows.filter((row) => row.kind === 'reported'),
  };
}

function leftOut({ row, state, known, step }: PlannedOrganisation, results: ResultSource['results']): LeftOut[] {
  const { tooiUri, name } = row.party;
  if (state === 'different' && known) return [{ line: row.line, tooiUri, name, known }];
  const result = step && results?.get(step.id);
  return result?.kind === 'failed' ? [{ line: row.line, tooiUri, name, failure: result.failure }] : [];
}

export function organisationReport(
  { file, committed, totals, organisations, leftOut: left, reportedRows }: OrganisationsResult,
  language: Language,
): string[] {
  const say = wordsIn(language);
  const leftLines = left.map(({ line, name, known, failure }) => {
    const why = failure
      ? failureText(failure, language)
      : say('known')
          .replace('{name}', known?.name ?? '')
          .replace('{kind}', known?.kind ?? '');
    return `  ${say('line')} ${line} ${name}: ${why}`;
  });
  const done = committed ? `${organisations.recorded} ${say('wasRecorded')}` : `${organisations.toRecord} ${say('toRecord')}`;
  const others = [
    ...(organisations.different > 0 ? [`${organisations.different} ${say('different')}`] : []),
    ...(organisations.failed > 0 ? [`${organisations.failed} ${say('failed')}`] : []),
  ];
  return [
    `${file} (${say(committed ? 'committed' : 'dryRun')})`,
    '',
    ...reportedLines(reportedRows, language),
    ...(leftLines.length > 0 ? [`${say('notRecorded')}:`, ...leftLines, ''] : []),
    `${totals.rows} ${say('rowsRead')}, ${totals.reported} ${say('rowsReported')}`,
    `${totals.read} ${say('organisations')}: ${[done, `${organisations.found} ${say('wasFound')}`, ...others].join(', ')}`,
    ...Object.entries(totals.byKind).map(([kind, count]) => `  ${kind.padEnd(24)}${count}`),
  ];
}
