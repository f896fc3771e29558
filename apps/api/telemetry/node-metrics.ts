import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds. */
const QUICK = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * What this server measures of itself. One registry per server. Labels have values that the code knows beforehand: types, kinds and codes,
 * never what a client sent.
 */
export class NodeMetrics {
  readonly registry = new Registry();
  private readonly looks: (() => void)[] = [];

  readonly requests = this.histogram('http_request_seconds', 'HTTP requests, by what was asked and the class of the status.', [
    'route',
    'status',
  ]);
  readonly operations = this.histogram(
    'graphql_operation_seconds',
    'GraphQL operations over HTTP, by kind and outcome: OK, or the code of the first error.',
    ['kind', 'code'],
  );
  readonly commands = this.histogram('command_seconds', 'Commands, by outcome: recorded, unchanged, refused, or the code of the fault.', [
    'outcome',
  ]);
  readonly commandsByType = this.counter('commands_total', 'Commands, by type and outcome.', ['type', 'outcome']);
  readonly decidedAgain = this.counter('command_conflicts_total', 'Commands decided again after a concurrent change, by type.', ['type']);
  readonly appends = this.histogram('append_seconds', 'Appends of what commands led to, until durable; also those that failed.', [
    'outcome',
  ]);
  readonly events = this.counter('events_recorded_total', 'Events that commands of this node led to.', []);
  readonly projectedBatches = this.counter('projected_batches_total', 'Batches that this node saw projected.', []);
  readonly timers = this.counter('timers_fired_total', 'Commands that timers gave, by outcome.', ['outcome']);

  readonly ready = this.gauge('ready', '1 when this node can answer and, where it should, record; as /health/ready says.');
  readonly storeReachable = this.gauge('store_reachable', '1 when the log answered this scrape.');
  readonly logPosition = this.gauge(
    'log_position',
    'Position of the last event in the log; in EventStoreDB the commit position, which has holes.',
  );
  readonly projectedPosition = this.gauge('projected_position', 'Position up to which the views are.');
  readonly lagEvents = this.gauge(
    'projection_lag_events',
    'Events in the log that the views do not have; with EventStoreDB 100 stands for a hundred or more.',
  );
  readonly lagSeconds = this.gauge(
    'projection_lag_seconds',
    'How long ago the first event was recorded that the views do not have; 0 when they have all.',
  );
  readonly projectionFailed = this.gauge('projection_failed', '1 when the views cannot follow the log; /health/ready names the event.');
  readonly viewsReady = this.gauge('views_ready', '1 when the views answer questions.');
  readonly buildProgress = this.gauge(
    'views_build_ratio',
    'How much of a build of the views is done, 0 to 1; absent when none is under way.',
  );
  readonly timersOverdue = this.gauge('timers_overdue', 'Timers that failed and wait to be tried again.');
  readonly reservationsPending = this.gauge(
    'reservations_pending',
    'Abandoned reservations that the last look found, every 30 seconds; 100 stands for more. They are settled at once, unless that fails.',
  );
  readonly sockets = this.gauge('websockets_open', 'Open WebSockets.');
  readonly subscriptions = this.gauge('subscriptions_open', 'Open subscriptions.');
  readonly diskFree = this.gauge('data_disk_free_bytes', 'Free bytes where the data folder is.');
  readonly diskSize = this.gauge('data_disk_size_bytes', 'Bytes of the disk where the data folder is.');

  constructor() {
    // Processor, memory, files, garbage collection and the lag of the event loop.
    collectDefaultMetrics({ register: this.registry });
  }

  /** Asked at every scrape. */
  watchSockets({ sockets, subscriptions }: { sockets(): number; subscriptions(): number }): void {
    this.looks.push(() => {
      this.sockets.set(sockets());
      this.subscriptions.set(subscriptions());
    });
  }

  watchTimers(overdue: () => number): void {
    this.looks.push(() => this.timersOverdue.set(overdue()));
  }

  /** The text a scraper reads. */
  text(): Promise<string> {
    for (const lookNow of this.looks) lookNow();
    return this.registry.metrics();
  }

  private counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name: `convenant_${name}`, help, labelNames, registers: [this.registry] });
  }

  private gauge(name: string, help: string): Gauge {
    const gauge = new Gauge({ name: `convenant_${name}`, help, registers: [this.registry] });
    // What was not looked at is absent, and not 0.
    gauge.remove();
    return gauge;
  }

  private histogram<Label extends string>(name: string, help: string, labelNames: Label[]): Histogram<Label> {
    return new Histogram({ name: `convenant_${name}`, help, labelNames, buckets: QUICK, registers: [this.registry] });
  }
}
