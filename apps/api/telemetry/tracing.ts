import { AsyncLocalStorage } from 'node:async_hooks';
import { type Attributes, type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node';
import type { TraceSettings } from '../configuration.js';

/** How long a stopping server waits for the collector to take its last spans. */
const LAST_SPANS_MS = 2_000;

/** What a span may say. Types, kinds, codes and positions; never a person's id, a stream's id or a text. */
export interface SpanDescription {
  readonly name: string;
  readonly attributes?: Attributes;
  /** A `traceparent` that a caller sent; the span that is under way goes before it. */
  readonly traceParent?: string | undefined;
  readonly kind?: SpanKind;
}

/** Traces of one server. There is none when tracing is off, and then nothing is done for it. */
export class Tracing {
  private readonly underWay = new AsyncLocalStorage<Context>();
  private readonly tracer: Tracer;

  private constructor(private readonly provider: NodeTracerProvider) {
    this.tracer = provider.getTracer('convenant');
  }

  /** @param processor default: sends batches to the collector of the settings */
  static start({ endpoint, serviceName, share }: TraceSettings, processor?: SpanProcessor): Tracing {
    const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
    const provider = new NodeTracerProvider({
      resource: resourceFromAttributes({ 'service.name': serviceName }),
      sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
      spanProcessors: [processor ?? new BatchSpanProcessor(new OTLPTraceExporter({ url }))],
    });
    return new Tracing(provider);
  }

  /** Begins a span under the one that is under way. Whoever began it ends it. */
  begin({ name, attributes = {}, traceParent, kind = SpanKind.INTERNAL }: SpanDescription): Span {
    const context = this.underWay.getStore() ?? callersContext(traceParent);
    return this.tracer.startSpan(name, { attributes, kind }, context);
  }

  /** Work during which the span is the one under way. */
  within<Answer>(span: Span, work: () => Answer): Answer {
    return this.underWay.run(trace.setSpan(ROOT_CONTEXT, span), work);
  }

  /** A span as long as the work takes. */
  async during<Answer>(description: SpanDescription, work: (span: Span) => Promise<Answer>): Promise<Answer> {
    const span = this.begin(description);
    try {
      return await this.within(span, () => work(span));
    } catch (error) {
      // An error's message may quote what somebody wrote; its outcome is an attribute where it has one.
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  }

  get current(): Span | undefined {
    const context = this.underWay.getStore();
    return context && trace.getSpan(context);
  }

  /** Sends what is left, as far as the collector takes it in time. */
  async close(): Promise<void> {
    let impatience: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (impatience = setTimeout(resolve, LAST_SPANS_MS)));
    await Promise.race([this.provider.shutdown().catch(() => undefined), late]);
    clearTimeout(impatience);
  }
}

/** W3C Trace Context, version 00. */
function callersContext(traceParent: string | undefined): Context {
  const [, traceId, spanId, flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceParent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true });
}
