import { distinctPosts } from './read-row.js';
import type { RegisterRow, RegisterTotals } from './register-reading.js';

/** The figures a dry run shows. */
export function countRegister(rows: readonly RegisterRow[]): RegisterTotals {
  const read = rows.filter((row) => row.kind === 'read');
  const grants = read.flatMap((row) => row.grants);
  const byKind = { mandaat: 0, volmacht: 0, machtiging: 0, delegation: 0, signing: 0 };
  const byGrantor = { college: 0, mayor: 0, council: 0 };
  for (const grant of grants) {
    byKind[grant.kind] += 1;
    byGrantor[grant.grantor] += 1;
  }
  return {
    rows: rows.length,
    read: read.length,
    reported: rows.length - read.length,
    grants: grants.length,
    firstLevel: grants.filter((grant) => grant.level === 1).length,
    sub: grants.filter((grant) => grant.level === 2).length,
    byKind,
    byGrantor,
    inForceAtStart: grants.filter((grant) => grant.startState === 'inForce').length,
    awaitingConsent: grants.filter((grant) => grant.startState === 'awaitingConsent').length,
    withLimit: grants.filter((grant) => grant.limits.length > 0).length,
    posts: distinctPosts(read.flatMap((row) => row.posts)).length,
  };
}
