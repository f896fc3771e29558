import { withoutLongNumbers } from '../graphql/faults.js';

/** What the log may hold of an error: no fields that came along (a query, a request's body), and no number that might be a person's. */
export function loggedError(error: unknown): object {
  if (!(error instanceof Error)) return { message: withoutLongNumbers(String(error)) };
  const { name, message, stack, cause } = error;
  return {
    type: name,
    message: withoutLongNumbers(message),
    stack: withoutLongNumbers(stack ?? ''),
    ...(cause === undefined ? {} : { cause: loggedError(cause) }),
  };
}
