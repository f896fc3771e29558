import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { BadInput, Fault, type FaultCategory, type InputProblem } from '../../../libs/ledger/errors.js';

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

/** Characters of GraphQL's own messages that are shown. */
const SHOWN = 500;

/** Turns whatever was thrown into what a client may see. Anything unexpected is masked and carries the id under which it is logged. */
export function formatFault(logger: Logger, newId: () => string) {
  return (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const original = unwrapResolverError(thrown);
    const fault = original instanceof Fault ? original : faultInside(original);
    const where = {
      ...(formatted.locations ? { locations: formatted.locations } : {}),
      ...(formatted.path ? { path: formatted.path } : {}),
    };
    if (fault) return { ...describe(fault, formatted.message), ...where };
    const code = ownCode(original) ?? (isTooLong(formatted) ? 'LIMIT_EXCEEDED' : GRAPHQL_CODES[String(formatted.extensions?.['code'])]);
    if (code) return { message: short(formatted.message), ...where, extensions: { ...problemsIn(formatted.message), code } };
    const traceId = newId();
    logger.error({ err: original, traceId, path: formatted.path }, 'unexpected error in a resolver');
    return {
      message: 'something went wrong on our side; name this trace id when you report it',
      ...where,
      extensions: { code: 'INTERNAL', traceId },
    };
  };
}

/** Nine or more digits, however they are grouped: what might be a citizen service number is never repeated, to nobody. */
export function withoutLongNumbers(text: string): string {
  return text.replace(/\p{Nd}(?:[^\p{L}\p{Nd}]*\p{Nd}){8,}/gu, '…');
}

function describe(fault: Fault, message: string): Pick<GraphQLFormattedError, 'message' | 'extensions'> {
  const path = inputProblem(message)?.path ?? /^Variable "\$(\w+)" got invalid value /.exec(message)?.[1];
  if (!(fault instanceof BadInput) || path === undefined)
    return { message: fault.message, extensions: { ...fault.details, code: fault.category } };
  // A scalar knows what is wrong, and GraphQL in which field.
  const problems = fault.problems.map((problem) => ({ ...problem, path }));
  return { message: problems.map((problem) => `${path}: ${problem.message}`).join('; '), extensions: { problems, code: fault.category } };
}

/** A scalar that refuses a value throws inside GraphQL's own errors. */
function faultInside(error: unknown): Fault | undefined {
  if (!(error instanceof GraphQLError)) return undefined;
  return error.originalError instanceof Fault ? error.originalError : faultInside(error.originalError);
}

/** A GraphQL error of our own carries its code; Apollo wraps it in one with a code of its own. */
function ownCode(error: unknown): keyof typeof CODES | undefined {
  if (!(error instanceof GraphQLError)) return undefined;
  const code = error.extensions['code'];
  if (typeof code === 'string' && code in CODES && !(code in GRAPHQL_CODES)) return code as keyof typeof CODES;
  return ownCode(error.originalError);
}

/** GraphQL's own limits have no code: the parser stops at a number of tokens, the validator at a number of comparisons. */
function isTooLong({ message }: GraphQLFormattedError): boolean {
  return message === 'Validation aborted.' || /^Syntax Error: Document contains more (?:than|that) \d+ tokens/.test(message);
}

/** `Variable "$input" got invalid value … at "input.identifiers[0].value"; reason` → `identifiers.0.value` and the reason. */
function inputProblem(message: string): { path: string; reason: string } | undefined {
  const [whole, place] = /^Variable "\$\w+" got invalid value .* at "((?:\w|[.[\]])+)"; /s.exec(message) ?? [];
  if (whole === undefined || place === undefined) return undefined;
  return { path: place.replace(/^input\./, '').replaceAll(/\[(\d+)\]/g, '.$1'), reason: message.slice(whole.length) };
}

/** What GraphQL itself finds wrong in the variables, in the form of every other problem with the input. */
function problemsIn(message: string): { problems?: readonly InputProblem[] } {
  const found = inputProblem(message);
  return found ? { problems: [{ path: short(found.path), problem: 'isOfItsType', message: short(found.reason) }] } : {};
}

/** GraphQL quotes the offending literal, which may be a megabyte or a number that must not be echoed. */
function short(message: string): string {
  if (message.length <= SHOWN) return withoutLongNumbers(message);
  // A number that is cut off could be the start of one that must not be echoed.
  return `${withoutLongNumbers(message.slice(0, SHOWN).replace(/\p{Nd}[^\p{L}]*$/u, ''))}…`;
}
