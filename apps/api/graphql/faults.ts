import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { Fault, type FaultCategory } from '../../../libs/ledger/errors.js';

/** `extensions.code` of the API, one for every category of fault, so that a new category does not compile until it is mapped. */
export const CODES = {
  BAD_USER_INPUT: 'The input is wrong; extensions.problems lists every problem by field.',
  UNAUTHENTICATED: 'No token, or one that is not valid here.',
  FORBIDDEN: 'This actor may not do this.',
  NOT_FOUND: 'It is not there, or you may not see it.',
  CONFLICT: 'The subject is at another revision; read it again.',
  COMMAND_ID_REUSED: 'The commandId was used for other content.',
  NOT_YET: 'The views are not there yet; ask again after extensions.retryAfterMs.',
  LIMIT_EXCEEDED: 'A named limit; see docs/limits.md.',
  UNAVAILABLE: 'Try the same again after extensions.retryAfterMs; with a commandId that is always safe.',
  CLOCK_SKEW: "The server's clock is wrong; nothing was recorded.",
  UPGRADE_REQUIRED: 'The ledger holds something this build does not know.',
} as const satisfies Record<FaultCategory, string>;

/** What the GraphQL layer itself refuses, in the API's own codes. */
const GRAPHQL_CODES: Readonly<Record<string, keyof typeof CODES>> = {
  GRAPHQL_PARSE_FAILED: 'BAD_USER_INPUT',
  GRAPHQL_VALIDATION_FAILED: 'BAD_USER_INPUT',
  BAD_USER_INPUT: 'BAD_USER_INPUT',
  BAD_REQUEST: 'BAD_USER_INPUT',
  OPERATION_RESOLUTION_FAILURE: 'BAD_USER_INPUT',
  PERSISTED_QUERY_NOT_FOUND: 'NOT_FOUND',
  PERSISTED_QUERY_NOT_SUPPORTED: 'BAD_USER_INPUT',
};

/** Turns whatever was thrown into what a client may see. Anything unexpected is masked and carries the id under which it is logged. */
export function formatFault(logger: Logger, newId: () => string) {
  return (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const original = unwrapResolverError(thrown);
    const fault = original instanceof Fault ? original : faultInside(original);
    const where = { ...(formatted.locations ? { locations: formatted.locations } : {}), ...(formatted.path ? { path: formatted.path } : {}) };
    if (fault) return { message: fault.message, ...where, extensions: { ...fault.details, code: fault.category } };
    const code = GRAPHQL_CODES[String(formatted.extensions?.['code'])] ?? ownCode(formatted);
    if (code) return { message: short(formatted.message), ...where, extensions: { code } };
    const traceId = newId();
    logger.error({ err: original, traceId, path: formatted.path }, 'unexpected error in a resolver');
    return { message: 'something went wrong on our side; name this trace id when you report it', ...where, extensions: { code: 'INTERNAL', traceId } };
  };
}

/** A scalar that refuses a value throws inside GraphQL's own error. */
function faultInside(error: unknown): Fault | undefined {
  const inner = error instanceof GraphQLError ? error.originalError : undefined;
  return inner instanceof Fault ? inner : undefined;
}

function ownCode(formatted: GraphQLFormattedError): keyof typeof CODES | undefined {
  const code = formatted.extensions?.['code'];
  return typeof code === 'string' && code in CODES ? (code as keyof typeof CODES) : undefined;
}

/** GraphQL quotes the offending literal, which may be a megabyte or a number that must not be echoed. */
function short(message: string): string {
  const withoutDigits = message.replaceAll(/\d{9,}/g, '…');
  return withoutDigits.length > 500 ? `${withoutDigits.slice(0, 500)}…` : withoutDigits;
}
