import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { Fault } from '../../ledger/errors.js';
import { shapesByName } from '../bitemporal.js';
import { Documents } from '../documents.js';
import type { Projection } from '../view-definition.js';
import type { SnapshotQueries } from '../snapshot-queries.js';
import type { ReaderReply, ReaderRequest, ReaderSetup, SnapshotMethod } from './reader-protocol.js';
import { SnapshotConnection } from './snapshot-connection.js';

const AS_TEXT: ReadonlySet<SnapshotMethod> = new Set(['rows', 'page', 'docs']);

interface Open {
  readonly file: string;
  readonly connection: SnapshotConnection;
  readonly queries: SnapshotQueries;
}

const port = parentPort as MessagePort;
const { projections } = (await import((workerData as ReaderSetup).projectionsUrl)) as { projections: readonly Projection[] };
const shapes = shapesByName(projections);
const documents = new Documents(projections);
const snapshots = new Map<number, Open>();
const idle = new Map<string, SnapshotConnection[]>();

port.on('message', (request: ReaderRequest) => {
  switch (request.kind) {
    case 'ask':
      void answer(request);
      break;
    case 'release':
      release(request.snapshot);
      break;
    case 'retire':
      for (const connection of idle.get(request.file) ?? []) connection.close();
      idle.delete(request.file);
      port.postMessage({ id: request.id, value: undefined } satisfies ReaderReply);
      break;
    case 'stop':
      stop();
      break;
    default:
      request satisfies never;
  }
});

async function answer({ id, snapshot, file, method, args }: Extract<ReaderRequest, { kind: 'ask' }>): Promise<void> {
  try {
    const { queries } = snapshots.get(snapshot) ?? open(snapshot, file);
    if (method === 'streams') {
      const json = await queries.streamsText(...(args as Parameters<SnapshotQueries['streamsText']>));
      port.postMessage({ id, json } satisfies ReaderReply);
      return;
    }
    const value = await (queries[method] as (...given: readonly unknown[]) => Promise<unknown>).apply(queries, [...args]);
    port.postMessage((AS_TEXT.has(method) ? { id, json: JSON.stringify(value) } : { id, value }) satisfies ReaderReply);
  } catch (error) {
    port.postMessage(refusal(id, error));
  }
}

function open(snapshot: number, file: string): Open {
  const connection = idle.get(file)?.pop() ?? SnapshotConnection.open(file);
  const opened = { file, connection, queries: connection.begin(shapes, documents) };
  snapshots.set(snapshot, opened);
  return opened;
}

function release(snapshot: number): void {
  const open = snapshots.get(snapshot);
  if (!open) return;
  snapshots.delete(snapshot);
  open.connection.end();
  const others = idle.get(open.file);
  if (others) others.push(open.connection);
  else idle.set(open.file, [open.connection]);
}

function stop(): void {
  for (const { connection } of snapshots.values()) connection.close();
  for (const connections of idle.values()) for (const connection of connections) connection.close();
  port.close();
}

function refusal(id: number, error: unknown): ReaderReply {
  if (error instanceof Fault) return { id, fault: { category: error.category, message: error.message, details: error.details } };
  return { id, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
