import pg from 'pg';
import { Fault, StoreUnavailable } from '../../ledger/errors.js';
import { VIEW_LIMITS } from '../view-limits.js';

/** A schema or table that was there a moment ago: the views were replaced. */
const GONE = new Set(['3F000', '42P01']);

/** Classes and codes of errors after which the same question may succeed: connection, resources, operator, conflict, a standby. */
const PASSING = /^(08|53|57|58|40)|^(25006|55P03|25P03|XX000)$/;

/** What the driver says when the server cannot be reached or went away; it gives these no code of PostgreSQL's. */
const AWAY =
  /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)|connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|not queryable|query read timeout/i;

/** An error of the driver as the rest of the system knows errors: that the database is away is no fault of whoever asked. */
export function faultOf(error: unknown): unknown {
  if (error instanceof Fault) return error;
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (error instanceof pg.DatabaseError) {
    if (code === '57014') return away('a question to the views took too long');
    if (GONE.has(code)) return away('the views were replaced meanwhile; try again');
    return PASSING.test(code) ? away(`the views' database cannot answer just now: ${message}`) : error;
  }
  return AWAY.test(code) || AWAY.test(message) ? away(`the views' database is away: ${message || code}`) : error;
}

function away(message: string): StoreUnavailable {
  return new StoreUnavailable(message, VIEW_LIMITS.retryAfterMs);
}

export function isUnavailable(error: unknown): error is Fault {
  return error instanceof Fault && error.category === 'UNAVAILABLE';
}
