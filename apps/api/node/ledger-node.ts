import { randomUUID } from 'node:crypto';
import type { Directory } from '../../../libs/access/directory.js';
import { Tokens } from '../../../libs/access/tokens.js';
import { foundLedger, ledgerLife, REGISTRY_LEVEL, type LedgerKind } from '../../../libs/collaboration/accountability/ledger/ledger.js';
import { projections } from '../../../libs/collaboration/projections.js';
import { RememberedStreams } from '../../../libs/collaboration/serving/remembered-streams.js';
import type { Serving } from '../../../libs/collaboration/serving/request-scope.js';
import type { Actor, Lookup } from '../../../libs/ledger/aggregate.js';
import { systemClock, type Clock } from '../../../libs/ledger/clock.js';
import { decodeEvent, UpgradeRequired } from '../../../libs/ledger/codec.js';
import type { Envelope } from '../../../libs/ledger/envelope.js';
import { ConflictError, Fault, StoreUnavailable } from '../../../libs/ledger/errors.js';
import { BEGINNING, NO_STREAM, type EventStore, type StorePosition, type StoredEvent } from '../../../libs/ledger/event-store.js';
import { Ledger } from '../../../libs/ledger/execution.js';
import { LIMITS } from '../../../libs/ledger/limits.js';
import type { LedgerObserver } from '../../../libs/ledger/observation.js';
import { PositionTokens } from '../../../libs/ledger/position.js';
import { attemptAbandoned, Registry } from '../../../libs/ledger/registry.js';
import type { Viewer } from '../../../libs/views/read-models.js';
import { showCheck } from '../../../libs/views/row-changes.js';
import { AppendHealth } from './append-health.js';
import { openSecrets, type Secrets } from './data-folder.js';
import { DemoClock } from './demo-clock.js';
import { inTime } from './in-time.js';
import { openStores, type NodeViews, type Stores, type StoreSettings } from './open-stores.js';

export interface LedgerInfo {
  readonly ledgerId: string;
  readonly kind: LedgerKind;
}

export interface NodeOptions {
  /** The ledger's own folder, `<data>/demo` or `<data>/ledger`. */
  readonly folder: string;
  readonly kind: LedgerKind;
  readonly stores: StoreSettings;
}

/** Founding and imports act as the ledger's administrator: whoever holds the data folder's key. */
export const ADMINISTRATOR: Actor = { person: '00000000-0000-4000-8000-000000000000', party: null, role: 'administrator' };

const EVERYTHING: Viewer = { party: null, seesAll: true };

/** One ledger, opened: its log, its keys, its views, and what decides and serves. */
export class LedgerNode {
  private readonly appends = new AppendHealth();
  private looking: Promise<readonly string[]> | undefined;

  private constructor(
    readonly folder: string,
    readonly info: LedgerInfo,
    readonly clock: Clock,
    readonly store: EventStore,
    readonly views: NodeViews,
    readonly ledger: Ledger,
    readonly tokens: Tokens,
    readonly directory: Directory,
    readonly serving: Serving,
    private readonly stores: Pick<Stores, 'checkKeys' | 'close'>,
  ) {}

  /** Nothing stays open when this fails: the reason is all that is left. */
  static async open(options: NodeOptions): Promise<LedgerNode> {
    const { folder, stores: settings } = options;
    // Makes the folder, for its owner alone.
    const secrets = openSecrets(folder, settings.secrets);
    const stores = await openStores(folder, settings);
    try {
      return await LedgerNode.openOn(options, secrets, stores);
    } catch (error) {
      await stores.close();
      throw error;
    }
  }

  private static async openOn({ folder, kind }: NodeOptions, secrets: Secrets, stores: Stores): Promise<LedgerNode> {
    const { store, views, keys, directory } = stores;
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
      findCommand: async (commandId) => findCommand(views, await heardUpTo(store, openedAt), commandId),
      foldCheck: showCheck(projections),
    });
    const info = await foundOrRead(store, registry, ledger, clock, kind);
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
      directory,
      { views, registry, positions, clock, keys, remembered: new RememberedStreams() },
      stores,
    );
  }

  /** What keeps this node from recording, in words for the operator. Whoever asks meanwhile gets the same answer: one look at a time. */
  problems(): Promise<readonly string[]> {
    this.looking ??= this.look().finally(() => (this.looking = undefined));
    return this.looking;
  }

  /** Every command from here on is decided under these eyes. */
  observe(observer: LedgerObserver): void {
    this.ledger.observe(this.appends.beside(observer));
  }

  private async look(): Promise<readonly string[]> {
    const away = (what: string, answer: Promise<unknown>) =>
      inTime(answer).then(
        () => undefined,
        (error: Error) => `${what}: ${error.message}`,
      );
    const found = [
      this.ledger.clockProblem(),
      this.appends.problem(),
      away('the log', this.store.head()),
      away('the keys', this.stores.checkKeys()),
    ];
    return (await Promise.all(found)).filter((one) => one !== undefined);
  }

  async close(): Promise<void> {
    await this.ledger.settled();
    if (this.clock instanceof DemoClock) this.clock.keep();
    await this.stores.close();
  }
}

/** The first event says what the ledger is; an empty store is founded now. */
async function foundOrRead(store: EventStore, registry: Registry, ledger: Ledger, clock: Clock, kind: LedgerKind): Promise<LedgerInfo> {
  if ((await firstEvent(store)) === undefined) {
    await ledger.execute({
      type: 'FoundLedger',
      aggregate: ledgerLife,
      rule: foundLedger,
      command: { kind },
      commandId: await foundingCommand(store, clock),
      newCommandId: true,
      actor: ADMINISTRATOR,
      actingFor: null,
    });
  }
  const first = await firstEvent(store);
  const event = first && decodeEvent(registry, first);
  if (event?.type !== 'LedgerFounded') throw new Error('the first event of this log is not LedgerFounded: it is no ledger of Convenant');
  const founded = event.data as LedgerInfo & { registryLevel: number };
  if (founded.kind !== kind)
    throw new Error(`this log holds a ${founded.kind} ledger, which stays one for ever; it cannot be opened as ${kind}`);
  if (founded.registryLevel > REGISTRY_LEVEL) throw new UpgradeRequired('LedgerFounded', founded.registryLevel);
  return { ledgerId: founded.ledgerId, kind: founded.kind };
}

/** Of the ledger itself: a note of the kernel may come before it. */
async function firstEvent(store: EventStore): Promise<StoredEvent | undefined> {
  return (await store.readAll(BEGINNING, 2)).find(({ kind }) => kind === 'ledger');
}

const FOUNDING = 'founding';

/** Nodes that start together on an empty store found one ledger: all give the command that the first of them noted. */
async function foundingCommand(store: EventStore, clock: Clock): Promise<string> {
  const commandId = randomUUID();
  if (!store.capabilities.sharedWriters) return commandId;
  const note = { id: commandId, type: 'FoundingBegun', json: JSON.stringify({ commandId, recordedAt: clock.now() }) };
  try {
    await store.append({ stream: FOUNDING, kind: 'system', expected: NO_STREAM, events: [note] });
    return commandId;
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    const [begun] = await store.readStream(FOUNDING, 0, 1);
    if (!begun) throw error;
    return (JSON.parse(begun.json) as { commandId: string }).commandId;
  }
}

async function lastRecordedAt(store: EventStore): Promise<string> {
  const last = await store.last();
  return last ? (JSON.parse(last.json) as { recordedAt: string }).recordedAt : '';
}

/** What this process appended it remembers; what was there before it, or what others append, the views must have. */
async function heardUpTo(store: EventStore, openedAt: StorePosition): Promise<StorePosition> {
  return store.capabilities.sharedWriters ? store.head() : openedAt;
}

/** What a command id was used for, on whichever stream; a recorded refusal and recovery's own hand use up nothing. */
async function findCommand(views: NodeViews, upTo: StorePosition, commandId: string): Promise<string | undefined> {
  if (!(await views.waitFor(upTo, LIMITS.projectionWaitMs))) throw new StoreUnavailable('the views are being built; try again');
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
async function find(store: EventStore, views: NodeViews, { table, where }: Lookup): Promise<readonly string[]> {
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
