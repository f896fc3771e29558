import type { ApolloServerPlugin } from '@apollo/server';
import { CODES } from '../graphql/faults.js';
import type { Telemetry } from './telemetry.js';

/** Measures GraphQL operations by kind and outcome, and tells the request's span which they were. Nothing a client named is a label. */
export function operationTelemetry({ metrics, tracing }: Telemetry): ApolloServerPlugin<any> {
  return {
    async requestDidStart() {
      const startedAt = performance.now();
      return {
        async willSendResponse({ operation, response }) {
          // What could not be read or is not valid has no kind.
          const kind = operation?.operation ?? 'none';
          const { body } = response;
          const code = body.kind === 'single' ? codeOf(body.singleResult.errors?.[0]?.extensions?.['code']) : 'OK';
          metrics.operations.observe({ kind, code }, (performance.now() - startedAt) / 1_000);
          tracing?.current?.updateName(kind).setAttributes({ 'graphql.operation.type': kind, 'convenant.code': code });
        },
      };
    },
  };
}

function codeOf(code: unknown): string {
  if (code === undefined) return 'OK';
  return typeof code === 'string' && code in CODES ? code : 'INTERNAL';
}
