import type { TraceSettings } from '../configuration.js';
import { NodeMetrics } from './node-metrics.js';
import type { SpanDescription, Tracing } from './tracing.js';

/** What one server tells of itself: figures always, traces when a collector is named. */
export class Telemetry {
  readonly metrics = new NodeMetrics();

  constructor(readonly tracing?: Tracing) {}

  /** What keeps traces is loaded only for whoever keeps them. */
  static async start(traces: TraceSettings | undefined): Promise<Telemetry> {
    if (!traces) return new Telemetry();
    const { Tracing } = await import('./tracing.js');
    return new Telemetry(Tracing.start(traces));
  }

  /** Work that has a span of its own when traces are kept. */
  during<Answer>(description: SpanDescription, work: () => Promise<Answer>): Promise<Answer> {
    return this.tracing ? this.tracing.during(description, work) : work();
  }

  async close(): Promise<void> {
    await this.tracing?.close();
  }
}
