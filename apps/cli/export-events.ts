import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { BEGINNING, type StorePosition } from '../../libs/ledger/event-store.js';
import { PositionTokens } from '../../libs/ledger/position.js';
import { positionNumber } from '../../libs/views/bitemporal.js';
import { openSecrets } from '../api/node/data-folder.js';
import { withLog } from './client/ledger-folder.js';
import { EXIT } from './exit-codes.js';
import { CliFailure, messageOf } from './failure.js';
import type { Outcome } from './outcome.js';
import { Progress } from './progress.js';
import type { CliSettings } from './settings.js';

const BATCH = 1_000;

export interface EventExport {
  /** Position of the last event that is not wanted, as an earlier export or the API gave it. */
  readonly after?: string;
  /** File to write; standard output without it. */
  readonly out?: string;
}

/**
 * Everything that was recorded, one JSON object a line: `position`, and `event` exactly as it is stored, so that its hash can be
 * taken; personal texts stay sealed. Read beside the server, up to where the log was when the export began.
 */
export async function exportEvents(settings: CliSettings, { after, out }: EventExport): Promise<Outcome> {
  if (settings.json && out === undefined)
    throw new CliFailure(EXIT.usage, 'OUT_REQUIRED', 'with --json the events need a file of their own; add --out FILE.');
  return withLog(settings, async (log, { ledgerId }) => {
    const { generation, digestSecret } = openSecrets(settings.folder, settings.server.secrets);
    const positions = new PositionTokens({ ledgerId, generation }, digestSecret);
    let position: StorePosition = after === undefined ? BEGINNING : positions.decode(after, 'after');
    const head = positionNumber(await log.head());
    if (positionNumber(position) > head)
      throw new CliFailure(
        EXIT.usage,
        'BEYOND_HEAD',
        'the position of --after lies beyond the end of the log; give one that an earlier export or the API gave.',
      );
    // Where positions have holes nobody knows how many events there are.
    const total = log.capabilities.contiguousPositions ? { total: head - positionNumber(position) } : {};
    const progress = new Progress({ label: 'events exported', ...total });
    const sink = await openSink(out);
    let count = 0;
    try {
      while (positionNumber(position) < head) {
        const events = (await log.readAll(position, BATCH)).filter((event) => positionNumber(event.position) <= head);
        if (events.length === 0) break;
        const recorded = events.filter(({ kind }) => kind === 'ledger');
        await sink.write(
          recorded.map((event) => `{"position":${JSON.stringify(positions.encode(event.position))},"event":${event.json}}\n`).join(''),
        );
        count += recorded.length;
        position = events.at(-1)?.position ?? position;
        progress.advance(events.length);
      }
    } finally {
      await sink.close();
      progress.end();
    }
    const last = positions.encode(position);
    return {
      exitCode: EXIT.done,
      lines: out === undefined ? [] : [`${count} events written to ${out}. Next time: --after ${last}`],
      json: { events: count, out: out ?? null, position: last },
    };
  });
}

interface Sink {
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

async function openSink(out: string | undefined): Promise<Sink> {
  if (out === undefined) return { write: writeToStandardOutput, close: async () => {} };
  const file = openOutput(out);
  return {
    write: async (text) => {
      const bytes = Buffer.from(text);
      for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
    },
    close: async () => {
      fsyncSync(file);
      closeSync(file);
    },
  };
}

/** An export is as private as the log it comes from. */
function openOutput(out: string): number {
  try {
    return openSync(out, 'w', 0o600);
  } catch (error) {
    throw new CliFailure(EXIT.usage, 'UNWRITABLE_FILE', `${out} cannot be written: ${messageOf(error)}; choose another --out.`);
  }
}

function writeToStandardOutput(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
