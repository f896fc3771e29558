import { SpanKind } from '@opentelemetry/api';
import type { NextFunction, Request, Response } from 'express';
import { GRAPHQL_PATH } from '../graphql/graphql-options.js';
import type { Telemetry } from './telemetry.js';

/** What is asked for most; anything else is `other`, so that whoever tries paths makes no figures. */
const ROUTES: Readonly<Record<string, string>> = {
  [GRAPHQL_PATH]: 'graphql',
  '/health/live': 'health',
  '/health/ready': 'health',
  '/metrics': 'metrics',
};

/** Measures every request from its first byte to the last of its answer; what GraphQL answers has a span, under the caller's if it names one. */
export function watchRequests({ metrics, tracing }: Telemetry) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const startedAt = performance.now();
    const route = ROUTES[request.path] ?? 'other';
    const traceParent = request.headers['traceparent'];
    const span =
      route === 'graphql'
        ? tracing?.begin({ name: 'request', kind: SpanKind.SERVER, traceParent: typeof traceParent === 'string' ? traceParent : undefined })
        : undefined;
    response.once('close', () => {
      metrics.requests.observe({ route, status: `${Math.floor(response.statusCode / 100)}xx` }, (performance.now() - startedAt) / 1_000);
      span?.setAttribute('http.response.status_code', response.statusCode).end();
    });
    if (tracing && span) tracing.within(span, next);
    else next();
  };
}
