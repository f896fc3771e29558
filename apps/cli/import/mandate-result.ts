import type {
  GrantingBody,
  GrantKind,
  RegisterReading,
  RegisterTotals,
  ReportedRow,
  RowWarning,
} from '../../../libs/interop/mandate-register/register-reading.js';
import type { MandatePlan, PlannedMandate, PlannedRow } from './plan-mandates.js';
import type { GrantField } from './recorded-grant.js';
import type { Step, StepFailure, StepResult } from './step.js';

/** `toRecord` in a dry run, `recorded` after a commit. */
export type ItemState = 'toRecord' | 'recorded' | 'found' | 'different' | 'failed';

export interface MandateResult {
  readonly id: string;
  readonly kind: GrantKind;
  readonly grantor: GrantingBody;
  readonly holder: string;
  readonly level: 1 | 2;
  readonly state: ItemState;
  readonly differences?: readonly GrantField[];
  readonly failure?: StepFailure;
}

export interface RowResult {
  readonly line: number;
  readonly nr: string;
  readonly state: 'toRecord' | 'recorded' | 'found' | 'incomplete';
  readonly mandates: readonly MandateResult[];
  readonly warnings: readonly RowWarning[];
}

/** A party or post that the mandates need. */
export interface NeededResult {
  readonly id: string;
  readonly name: string;
  readonly state: ItemState;
  readonly failure?: StepFailure;
}

export interface RegisterResult {
  readonly file: string;
  readonly municipality: { readonly id: string; readonly name: string };
  readonly committed: boolean;
  /** Of the register as read: the same in a dry run, a first and a second run. */
  readonly totals: RegisterTotals;
  readonly rows: Readonly<Record<RowResult['state'] | 'reported', number>>;
  readonly mandates: Readonly<Record<ItemState, number>>;
  readonly posts: Readonly<Record<ItemState, number>>;
  readonly neededParties: readonly NeededResult[];
  readonly neededPosts: readonly NeededResult[];
  readonly readRows: readonly RowResult[];
  readonly reportedRows: readonly ReportedRow[];
}

interface ResultSource {
  readonly reading: RegisterReading;
  readonly plan: MandatePlan;
  readonly municipality: RegisterResult['municipality'];
  readonly file: string;
  /** Absent in a dry run. */
  readonly results?: ReadonlyMap<string, StepResult>;
}

/** What an import of a register came to. Pure. */
export function registerResult({ reading, plan, municipality, file, results }: ResultSource): RegisterResult {
  const readRows = plan.rows.map((row) => rowResult(row, results));
  const neededParties = plan.parties.map((step) => neededResult(step, results));
  const neededPosts = plan.posts.map((step) => neededResult(step, results));
  const posts = tally(neededPosts);
  const reportedRows = reading.rows.filter((row) => row.kind === 'reported');
  const rowsIn = (state: RowResult['state']): number => readRows.filter((row) => row.state === state).length;
  return {
    file,
    municipality,
    committed: results !== undefined,
    totals: reading.totals,
    rows: {
      toRecord: rowsIn('toRecord'),
      recorded: rowsIn('recorded'),
      found: rowsIn('found'),
      incomplete: rowsIn('incomplete'),
      reported: reportedRows.length,
    },
    mandates: tally(readRows.flatMap((row) => row.mandates)),
    posts: { ...posts, found: reading.totals.posts - neededPosts.length },
    ...{ neededParties, neededPosts, readRows, reportedRows },
  };
}

/** Whether a person has something to look at. */
export function needsAttention({ rows, neededParties, neededPosts }: RegisterResult): boolean {
  return rows.reported > 0 || rows.incomplete > 0 || [...neededParties, ...neededPosts].some(({ state }) => state === 'failed');
}

function rowResult({ row, mandates: planned }: PlannedRow, results: ResultSource['results']): RowResult {
  const mandates = planned.map((mandate) => mandateResult(mandate, results));
  const has = (...states: ItemState[]): boolean => mandates.some(({ state }) => states.includes(state));
  const state = has('failed', 'different') ? 'incomplete' : has('toRecord') ? 'toRecord' : has('recorded') ? 'recorded' : 'found';
  return { line: row.line, nr: row.nr, state, mandates, warnings: row.warnings };
}

function mandateResult({ grant, id, state, differences, step }: PlannedMandate, results: ResultSource['results']): MandateResult {
  const { kind, grantor, holder, level } = grant;
  const what = { id, kind, grantor, holder: holder.name, level };
  if (step) return { ...what, ...outcomeOf(step, results) };
  return state === 'different' ? { ...what, state, differences } : { ...what, state: 'found' };
}

function neededResult(step: Step, results: ResultSource['results']): NeededResult {
  return { id: step.id, name: step.name, ...outcomeOf(step, results) };
}

function outcomeOf({ id }: Step, results: ResultSource['results']): { state: ItemState; failure?: StepFailure } {
  const result = results?.get(id);
  if (!result) return { state: 'toRecord' };
  return result.kind === 'recorded' ? { state: 'recorded' } : { state: 'failed', failure: result.failure };
}

export function tally(items: readonly { readonly state: ItemState }[]): Record<ItemState, number> {
  const counts: Record<ItemState, number> = { toRecord: 0, recorded: 0, found: 0, different: 0, failed: 0 };
  for (const { state } of items) counts[state] += 1;
  return counts;
}
