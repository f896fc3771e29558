import { randomUUID } from 'node:crypto';
import { Directory } from '../../../libs/access/directory.js';
import { Tokens } from '../../../libs/access/tokens.js';
import { foundLedger, ledgerLife, REGISTRY_LEVEL, type LedgerKind } from '../../../libs/collaboration/accountability/ledger/ledger.js';
import { projections } from '../../../libs/collaboration/projections.js';
import type { Serving } from '../../../libs/collaboration/serving/request-scope.js';
import { openSqliteEventStore, type SqliteEventStore } from '../../../libs/event-stores/sqlite/sqlite-event-store.js';
import type { Actor, Lookup } from '../../../libs/ledger/aggregate.js';
import { systemClock, type Clock } from '../../../libs/ledger/clock.js';
import { decodeEvent, UpgradeRequired } from '../../../libs/ledger/codec.js';
import type { Envelope } from '../../../libs/ledger/envelope.js';
import { Fault, StoreUnavailable } from '../../../libs/ledger/errors.js';
import { BEGINNING, type StorePosition } from '../../../libs/ledger/event-store.js';
import { Ledger } from '../../../libs/ledger/execution.js';
import { LIMITS } from '../../../libs/ledger/limits.js';
import { PositionTokens } from '../../../libs/ledger/position.js';
import { attemptAbandoned, Registry } from '../../../libs/ledger/registry.js';
import { FileKeyRing } from '../../../libs/privacy/file-key-ring.js';
import type { Viewer } from '../../../libs/views/read-models.js';
import { assertShown } from '../../../libs/views/row-changes.js';
import { openSqliteViews, type SqliteViews } from '../../../libs/views/sqlite/sqlite-views.js';
import { openSecrets, type Secrets } from './data-folder.js';
import { DemoClock } from './demo-clock.js';

export interface LedgerInfo {
  readonly ledgerId: string;
  readonly kind: LedgerKind;
}

export interface NodeOptions {
  /** The ledger's own folder, `<data>/demo` or `<data>/ledger`. */
  readonly folder: string;
  readonly kind: LedgerKind;
  readonly readers: number;
}

/** Founding and imports act as the ledger's administrator: whoever holds the data folder's key. */
export const ADMINISTRATOR: Actor = { person: '00000000-0000-4000-8000-000000000000', party: null, role: 'administrator' };

const EVERYTHING: Viewer = { party: null, seesAll: true };
const tablesOf = new Map(projections.map(({ aggregate, tables }) => [aggregate.name, tables]));
const PROJECTIONS = new URL('../../../libs/collaboration/projections.js', import.meta.url);

/** One ledger, opened: its log, its keys, its views, and what decides and serves. */
export class LedgerNode {
  private constructor(
    readonly folder: string,
    readonly info: LedgerInfo,
    readonly clock: Clock,
    readonly store: SqliteEventStore,
    readonly views: SqliteViews,
    readonly ledger: Ledger,
    readonly tokens: Tokens,
    readonly directory: Directory,
    readonly serving: Serving,
    private readonly keys: FileKeyRing,
  ) {}

  /** Nothing stays open when this fails: the reason is all that is left. */
  static async open(options: NodeOptions): Promise<LedgerNode> {
    const { folder, readers } = options;
    // Makes the folder, for its owner alone.
    const secrets = openSecrets(folder);
    const store = await openSqliteEventStore({ folder });
    const views = await openSqliteViews({ folder, log: store.location, projectionsUrl: PROJECTIONS, readers }).catch(async (error: unknown) => {
      await store.close();
      throw error;
    });
    try {
      return await LedgerNode.openOn(options, secrets, store, views);
    } catch (error) {
      await views.close();
      await store.close();
      throw error;
    }
  }

  private static async openOn(
    { folder, kind }: NodeOptions,
    secrets: Secrets,
    store: SqliteEventStore,
    views: SqliteViews,
  ): Promise<LedgerNode> {
    const keys = new FileKeyRing(folder);
    const registry = new Registry(projections.map(({ aggregate }) => aggregate));
    const clock = kind === 'demo' ? new DemoClock(folder, await lastRecordedAt(store)) : systemClock;
    const openedAt = await store.head();
    const ledger = new Ledger({
      store,
      registry,
      clock,
      keys,
      digestSecret: secrets.digestSecret,
      find: (lookup) => find(store, views, lookup),
      findCommand: (commandId) => findCommand(views, openedAt, commandId),
      foldCheck,
    });
    const info = await foundOrRead(store, registry, ledger, kind);
    await ledger.open(await lastRecordedAt(store));
    const positions = new PositionTokens({ ledgerId: info.ledgerId, generation: secrets.generation }, secrets.digestSecret);
    return new LedgerNode(
      folder,
      info,
      clock,
      store,
      views,
      ledger,
      new Tokens(secrets.tokenSecret, info.ledgerId),
      new Directory(folder),
      { views, registry, positions, clock, keys },
      keys,
    );
  }

  /** What keeps this node from recording, in words for the operator. */
  problems(): string[] {
    const problem = this.ledger.clockProblem();
    return problem === undefined ? [] : [problem];
  }

  async close(): Promise<void> {
    await this.ledger.settled();
    if (this.clock instanceof DemoClock) this.clock.keep();
    await this.views.close();
    await this.store.close();
    this.directory.close();
    this.keys.close();
  }
}

/** The first event says what the ledger is; an empty store is founded now. */
async function foundOrRead(store: SqliteEventStore, registry: Registry, ledger: Ledger, kind: LedgerKind): Promise<LedgerInfo> {
  if ((await store.head()) === BEGINNING) {
    await ledger.execute({
      type: 'FoundLedger',
      aggregate: ledgerLife,
      rule: foundLedger,
      command: { kind },
      commandId: randomUUID(),
      newCommandId: true,
      actor: ADMINISTRATOR,
      actingFor: null,
    });
  }
  const [first] = await store.readAll(BEGINNING, 1);
  const event = first && decodeEvent(registry, first);
  if (event?.type !== 'LedgerFounded') throw new Error('the first event of this log is not LedgerFounded: it is no ledger of Convenant');
  const founded = event.data as LedgerInfo & { registryLevel: number };
  if (founded.kind !== kind)
    throw new Error(`this folder holds a ${founded.kind} ledger, which stays one for ever; it cannot be opened as ${kind}`);
  if (founded.registryLevel > REGISTRY_LEVEL) throw new UpgradeRequired('LedgerFounded', founded.registryLevel);
  return { ledgerId: founded.ledgerId, kind: founded.kind };
}

async function lastRecordedAt(store: SqliteEventStore): Promise<string> {
  const before = Number(await store.head()) - 1;
  const [last] = await store.readAll(before > 0 ? (String(before) as StorePosition) : BEGINNING, 1);
  return last ? (JSON.parse(last.json) as { recordedAt: string }).recordedAt : '';
}

/** What a state would show must be showable before it is stored. */
function foldCheck(aggregate: string, id: string, state: unknown): void {
  for (const table of tablesOf.get(aggregate) ?? []) assertShown(table, state, id);
}

/** What a command id was used for, on whichever stream; a recorded refusal and recovery's own hand use up nothing. */
async function findCommand(views: SqliteViews, openedAt: StorePosition, commandId: string): Promise<string | undefined> {
  // What this process appended it remembers; what was there before it, the views must have.
  if (!(await views.waitFor(openedAt, LIMITS.projectionWaitMs))) throw new StoreUnavailable('the views are being built; try again');
  const snapshot = views.snapshot();
  try {
    const entries = await snapshot.journal({ viewer: EVERYTHING, commandId, limit: LIMITS.appendEvents });
    const recorded = entries
      .map(({ json }) => JSON.parse(json) as Envelope)
      .find(({ type, refusedAttempt }) => !refusedAttempt && type !== attemptAbandoned.type);
    return recorded?.commandDigest;
  } finally {
    await snapshot.close();
  }
}

/** Lookups answer from views that hold everything appended before: otherwise a decision could miss what it should rest on. */
async function find(store: SqliteEventStore, views: SqliteViews, { table, where }: Lookup): Promise<readonly string[]> {
  if (!(await views.waitFor(await store.head(), LIMITS.projectionWaitMs)))
    throw new StoreUnavailable('the views are behind the log; try again');
  const snapshot = views.snapshot();
  try {
    const ids = await snapshot.entities(table, where, LIMITS.neededStreams + 1);
    if (ids.length > LIMITS.neededStreams)
      throw new Fault('LIMIT_EXCEEDED', `more than ${LIMITS.neededStreams} subjects bear on this decision`);
    return ids;
  } finally {
    await snapshot.close();
  }
}
