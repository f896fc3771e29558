import DataLoader from 'dataloader';
import type { Actor } from '../../ledger/aggregate.js';
import type { Clock } from '../../ledger/clock.js';
import { Fault } from '../../ledger/errors.js';
import type { StorePosition } from '../../ledger/event-store.js';
import type { PositionTokens } from '../../ledger/position.js';
import type { Registry } from '../../ledger/registry.js';
import type { KeyRing } from '../../ledger/sealing.js';
import type { AsOf, ReadModels, ReadSnapshot, StoredRow, Viewer } from '../../views/read-models.js';
import { LIMITS } from '../../ledger/limits.js';
import type { RememberedStreams } from './remembered-streams.js';

/** What every request is answered from. */
export interface Serving {
  readonly views: ReadModels;
  readonly registry: Registry;
  readonly positions: PositionTokens;
  readonly clock: Clock;
  readonly keys: KeyRing;
  readonly remembered: RememberedStreams;
}

/** One GraphQL operation: who asks, and one snapshot that all its answers come from. Closed when the answer is sent. */
export class RequestScope {
  private opened: ReadSnapshot | undefined;
  private outrun: ReadSnapshot[] = [];
  private loaders = new Map<string, DataLoader<string, StoredRow | undefined>>();

  constructor(
    readonly serving: Serving,
    readonly actor: Actor | undefined,
    readonly viewer: Viewer,
    readonly traceParent?: string,
  ) {}

  get snapshot(): ReadSnapshot {
    this.opened ??= this.serving.views.snapshot();
    return this.opened;
  }

  /** From here on answers include everything up to the position. False when the projection is not there in time. */
  async advanceTo(position: StorePosition): Promise<boolean> {
    const reached = await this.serving.views.waitFor(position, LIMITS.projectionWaitMs);
    const { opened } = this;
    if (!reached || !opened || Number((await opened.head()).position) >= Number(position) || this.opened !== opened) return reached;
    // Another field of the operation may be reading from it still: it is closed with the operation.
    this.outrun.push(opened);
    this.opened = undefined;
    this.loaders = new Map();
    return true;
  }

  /** The row that holds about an entity, or those fields of it, batched with whatever else the operation asks at the same moments. */
  one(table: string, asOf: AsOf, entity: string, fields?: readonly string[]): Promise<StoredRow | undefined> {
    const key = `${table}|${asOf.validAt}|${asOf.knownAt}|${fields?.join() ?? '*'}`;
    let loader = this.loaders.get(key);
    if (!loader) {
      loader = new DataLoader(async (entities) => {
        const rows = await this.snapshot.rows({ table, asOf, viewer: this.viewer, entities, ...(fields ? { fields } : {}) });
        const byEntity = new Map(rows.map((row) => [row.entity, row]));
        return entities.map((id) => byEntity.get(id));
      });
      this.loaders.set(key, loader);
    }
    return loader.load(entity);
  }

  /** @throws Fault UNAUTHENTICATED */
  get signedIn(): Actor {
    if (!this.actor) throw new Fault('UNAUTHENTICATED', 'send a bearer token (convenant token --persona NAME)');
    return this.actor;
  }

  async close(): Promise<void> {
    const { opened, outrun } = this;
    this.opened = undefined;
    this.outrun = [];
    this.loaders = new Map();
    await Promise.all([opened?.close(), ...outrun.map((snapshot) => snapshot.close())]);
  }
}
