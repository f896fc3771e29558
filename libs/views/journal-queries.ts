import sql, { join, raw } from 'sql-template-tag';
import { positionText } from './bitemporal.js';
import type { QueryDialect, Sql } from './query-dialect.js';
import type { JournalEntry, JournalQuery } from './read-models.js';
import { allOf, column, visibleTo } from './row-filter.js';

/** One way into the journal, through an index; entries come out of several of them without duplicates. */
interface Way {
  readonly from: Sql;
  readonly where: readonly Sql[];
  /** The number as the index has it, so that the database sees that it comes in order. */
  readonly seq: Sql;
}

const SEQ = sql`j.seq`;

const ENTRY = sql`j.seq, j.position, j.id, j.stream, j.revision, j.type, j.recorded_at`;

const SAME_EVENT = sql`t.stream = j.stream and t.seq = j.seq`;

/** Entries in order: each way gives its first few, the first of those together are the answer. */
export function entriesQuery(dialect: QueryDialect, query: JournalQuery): Sql {
  const { descending = false, limit, textless = false } = query;
  const order = raw(descending ? 'desc' : 'asc');
  const branches = waysInto(dialect, query).map(
    ({ from, where, seq }) =>
      sql`select * from (select j.seq from ${from} where ${allOf([...where, ...filters(dialect, query)])} order by ${seq} ${order} limit ${limit}) as way`,
  );
  const found = sql`select seq from (${join(branches, ' union all ')}) as ways order by seq ${order} limit ${limit}`;
  const [json, texts] = textless ? [sql`'' as json`, sql``] : [sql`t.json`, sql`join ${textBy(dialect)} on ${SAME_EVENT}`];
  return sql`select ${ENTRY}, ${json} from ${journalBy(dialect, 'journal_order')} ${texts} where j.seq in (${found}) order by j.seq ${order}`;
}

export function entryCountQuery(dialect: QueryDialect, query: Omit<JournalQuery, 'limit'>): Sql {
  const branches = waysInto(dialect, query).map(
    ({ from, where }) => sql`select count(*) as n from ${from} where ${allOf([...where, ...filters(dialect, query)])}`,
  );
  return sql`select sum(n) as n from (${join(branches, ' union all ')}) as ways`;
}

/** How many events each of these streams had by a number. */
export function streamLengthsQuery(dialect: QueryDialect, streams: readonly string[], upTo: number): Sql {
  const among = dialect.anyOf(column('t.stream'), streams);
  return sql`select t.stream, count(*) as n from ${textBy(dialect)} where ${among} and t.seq <= ${upTo} group by t.stream`;
}

/** The texts of all events of these streams, or of the first so many after a number; each stream's in order. */
export function streamTextsQuery(
  dialect: QueryDialect,
  streams: readonly string[],
  some?: { readonly after: number; readonly limit: number },
): Sql {
  const among = dialect.anyOf(column('t.stream'), streams);
  const [later, most] = some ? [sql`and t.seq > ${some.after}`, sql`limit ${some.limit}`] : [sql``, sql``];
  return sql`select t.stream, t.seq, t.json from ${textBy(dialect)} where ${among} ${later} order by t.stream, t.seq ${most}`;
}

/** What `streams` answers, as text: made of the texts of the events. */
export function streamEventsText(upTo: number, streams: readonly string[], rows: readonly any[]): string {
  const texts = new Map<string, string[]>(streams.map((stream) => [stream, []]));
  for (const { stream, seq, json } of rows) texts.get(stream)?.push(`{"seq":${seq},"event":${json}}`);
  return `{"upTo":${upTo},"streams":[${streams.map((stream) => `[${texts.get(stream)?.join() ?? ''}]`).join()}]}`;
}

export function journalEntry(row: any): JournalEntry {
  const { seq, position, id, stream, revision, type, recorded_at: recordedAt, json } = row;
  return { seq, position: positionText(position), id, stream, revision, type, recordedAt, json };
}

/** The most selective thing that was asked decides; the rest is filtered. */
function waysInto(dialect: QueryDialect, { subject, stream, commandId, actor, party, types }: Omit<JournalQuery, 'limit'>): Way[] {
  const by = (index: string, where: Sql): Way => ({ from: journalBy(dialect, index), where: [where], seq: SEQ });
  if (commandId !== undefined) return [by('journal_command', sql`j.command_id = ${commandId}`)];
  if (stream !== undefined) return [by('journal_stream', sql`j.stream = ${stream}`)];
  if (subject !== undefined) {
    const touching = sql`${dialect.through('journal_subject', 'journal_touches', 's')} cross join ${journalBy(dialect, 'journal_order')}`;
    return [
      by('journal_stream', sql`j.stream = ${subject}`),
      { from: touching, where: [sql`s.subject = ${subject} and j.seq = s.seq`], seq: sql`s.seq` },
    ];
  }
  if (actor !== undefined) return [by('journal_actor', sql`j.actor = ${actor}`)];
  if (types !== undefined && types.length > 0) return [...new Set(types)].map((type) => by('journal_type', sql`j.type = ${type}`));
  if (party !== undefined) return [by('journal_party', sql`j.party = ${party}`)];
  return [by('journal_order', sql`j.seq > 0`)];
}

function textBy(dialect: QueryDialect): Sql {
  return dialect.through('journal_text', 'journal_text_of', 't');
}

function journalBy(dialect: QueryDialect, index: string): Sql {
  return dialect.through('journal', index, 'j');
}

function filters(dialect: QueryDialect, query: Omit<JournalQuery, 'limit'>): Sql[] {
  const { viewer, after, upTo, descending = false, types, subject, stream, actor, party, commandId } = query;
  const found = visibleTo(dialect, viewer);
  if (after !== undefined) found.push(descending ? sql`j.seq < ${after}` : sql`j.seq > ${after}`);
  if (upTo !== undefined) found.push(sql`j.seq <= ${upTo}`);
  if (types !== undefined) found.push(dialect.anyOf(column('j.type'), types));
  if (stream !== undefined) found.push(sql`j.stream = ${stream}`);
  if (actor !== undefined) found.push(sql`j.actor = ${actor}`);
  if (party !== undefined) found.push(sql`j.party = ${party}`);
  if (commandId !== undefined) found.push(sql`j.command_id = ${commandId}`);
  // With a narrower way in, the subject is a filter like any other.
  if (subject !== undefined && (stream !== undefined || commandId !== undefined)) {
    found.push(
      sql`(j.stream = ${subject} or exists (select 1 from journal_subject as own where own.subject = ${subject} and own.seq = j.seq))`,
    );
  }
  return found;
}
