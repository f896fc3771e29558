import type { GrantingBody, GrantKind } from '../../../libs/interop/mandate-register/register-reading.js';
import type { ItemState, MandateResult, RegisterResult, RowResult } from './mandate-result.js';
import { reportedLines, warningLines } from './row-lines.js';
import { failureText, wordsIn, type Language, type Say } from './wording.js';

/** The result as lines for people: what needs them first, the totals last, where a terminal shows them. */
export function mandateReport(result: RegisterResult, language: Language): string[] {
  const say = wordsIn(language);
  return [
    `${result.file} → ${result.municipality.name} (${say(result.committed ? 'committed' : 'dryRun')})`,
    '',
    ...reportedLines(result.reportedRows, language),
    ...notRecordedLines(result, language),
    ...warningLines(result.readRows, language),
    ...neededLines(result, say),
    ...totalLines(result, say),
  ];
}

function notRecordedLines({ readRows, neededParties, neededPosts }: RegisterResult, language: Language): string[] {
  const say = wordsIn(language);
  const needed = [...neededParties, ...neededPosts].flatMap(({ name, failure }) =>
    failure ? [`  ${name}: ${failureText(failure, language)}`] : [],
  );
  const rows = readRows.flatMap((row) => row.mandates.flatMap((mandate) => rowLine(row, mandate, language)));
  return needed.length + rows.length === 0 ? [] : [`${say('notRecorded')}:`, ...needed, ...rows, ''];
}

function rowLine({ line, nr }: RowResult, { grantor, holder, differences, failure }: MandateResult, language: Language): string[] {
  const say = wordsIn(language);
  const what = `  ${say('line')} ${line} (${nr}) ${say(grantor)} → ${holder}`;
  if (failure) return [`${what}: ${failureText(failure, language)}`];
  return differences ? [`${what}: COMMAND_ID_REUSED (${differences.join(', ')}): ${say('keptAsItWas')}`] : [];
}

function neededLines({ committed, neededParties, neededPosts }: RegisterResult, say: Say): string[] {
  const needed = [...neededParties, ...neededPosts].filter(({ state }) => state !== 'failed');
  return needed.length === 0 ? [] : [`${say(committed ? 'madeFirst' : 'neededFirst')}:`, ...needed.map(({ name }) => `  ${name}`), ''];
}

function totalLines({ committed, totals, rows, mandates, posts }: RegisterResult, say: Say): string[] {
  const shown: ItemState[] = committed ? ['recorded', 'found', 'different', 'failed'] : ['toRecord', 'found', 'different'];
  const counts = (of: Readonly<Record<ItemState, number>>): string =>
    shown
      .filter((state) => of[state] > 0 || state === 'recorded' || state === 'toRecord' || state === 'found')
      .map((state) => `${of[state]} ${stateText(state, say)}`)
      .join(', ');
  const done = committed ? `${rows.recorded} ${say('wasRecorded')}` : `${rows.toRecord} ${say('toRecord')}`;
  const incomplete = rows.incomplete > 0 ? `, ${rows.incomplete} ${say('incomplete')}` : '';
  return [
    `${totals.rows} ${say('rowsRead')}: ${done}, ${rows.found} ${say('wasFound')}${incomplete}, ${rows.reported} ${say('rowsReported')}`,
    `${totals.grants} ${say('mandates')} (${totals.firstLevel} ${say('firstLevel')}, ${totals.sub} ${say('sub')}): ${counts(mandates)}`,
    `  ${say('kinds')}: ${nonZero(totals.byKind, say)}`,
    `  ${say('by')}: ${nonZero(totals.byGrantor, say)}`,
    `  ${totals.inForceAtStart} ${say('inForce')}, ${totals.awaitingConsent} ${say('awaiting')}, ${totals.withLimit} ${say('withLimit')}`,
    `${totals.posts} ${say('posts')}: ${counts(posts)}`,
  ];
}

function nonZero<Key extends GrantKind | GrantingBody>(counts: Readonly<Record<Key, number>>, say: Say): string {
  return (Object.keys(counts) as Key[])
    .filter((key) => counts[key] > 0)
    .map((key) => `${say(key)} ${counts[key]}`)
    .join(', ');
}

function stateText(state: ItemState, say: Say): string {
  const keys = { toRecord: 'toRecord', recorded: 'wasRecorded', found: 'wasFound', different: 'different', failed: 'failed' } as const;
  return say(keys[state]);
}
