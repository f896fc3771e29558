import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { BadInput } from '../../ledger/errors.js';
import { isInstant, isLocalDate } from '../../ledger/local-date.js';

const UUID_FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID_FORM.test(value);
}

/** A scalar that is a checked string on the wire. */
function textScalar(
  name: string,
  description: string,
  accepts: (text: string) => boolean,
  expected: string,
  canonical: (text: string) => string = (text) => text,
): GraphQLScalarType<string, string> {
  const parse = (value: unknown): string => {
    if (typeof value === 'string' && accepts(value)) return canonical(value);
    throw new BadInput([{ path: name, problem: `is${name}`, message: `must be ${expected}` }]);
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    serialize: (value) => String(value),
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
  });
}

export const LocalDateScalar = textScalar(
  'LocalDate',
  'A legal date (datum) in Europe/Amsterdam, `YYYY-MM-DD`, a real calendar day from 1800 to 2999.',
  isLocalDate,
  'a calendar date as YYYY-MM-DD',
);
export const InstantScalar = textScalar(
  'Instant',
  'An instant in UTC with milliseconds (RFC 3339), e.g. `2025-01-13T09:00:00.000Z`.',
  isInstant,
  'an instant as 2025-01-13T09:00:00.000Z',
);
export const PositionScalar = textScalar(
  'Position',
  'Where the ledger was: an opaque token that belongs to one ledger and one generation of its store. Compare positions through the API only.',
  (text) => text.length > 0 && text.length <= 200,
  'a position as the API gave it',
);
export const KnownAtScalar = textScalar(
  'KnownAt',
  'What the ledger knew then: an instant (`2025-08-01T23:59:59.999Z`) or a position. An instant in the future is refused.',
  (text) => text.length > 0 && text.length <= 200,
  'an instant as 2025-01-13T09:00:00.000Z, or a position',
);
export const UuidScalar = textScalar('UUID', 'A UUID (RFC 9562) in lower case.', isUuid, 'a UUID', (text) => text.toLowerCase());

/** GraphQL's Int ends at 21 million euro in cents. */
export const EuroCentsScalar = new GraphQLScalarType<number, number>({
  name: 'EuroCents',
  description: 'An amount (bedrag) in whole euro cents, 0 to 2^53−1: a JSON integer, or its digits as a string.',
  serialize: (value) => Number(value),
  parseValue: parseCents,
  parseLiteral: (node: ValueNode) =>
    parseCents(node.kind === Kind.INT ? Number(node.value) : node.kind === Kind.STRING ? node.value : undefined),
});

function parseCents(value: unknown): number {
  const cents = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  if (typeof cents === 'number' && Number.isSafeInteger(cents) && cents >= 0) return cents;
  throw new BadInput([
    { path: 'EuroCents', problem: 'isEuroCents', message: 'must be whole cents from 0 to 9007199254740991, without a fraction' },
  ]);
}
