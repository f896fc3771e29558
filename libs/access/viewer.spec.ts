import { describe, expect, it } from '@jest/globals';
import { ROLES } from '../ledger/aggregate.js';
import { ANONYMOUS, viewerOf } from './viewer.js';

describe('a viewer', () => {
  it('without a token sees what is public', () => {
    expect(viewerOf(undefined)).toEqual({ party: null, seesAll: false });
    expect(ANONYMOUS).toEqual({ party: null, seesAll: false });
  });

  it('sees everything as auditor or administrator, otherwise what its party may see', () => {
    const all = ROLES.filter((role) => viewerOf({ person: 'p', party: 'q', role }).seesAll);
    expect(all).toEqual(['auditor', 'administrator']);
    for (const role of ROLES) expect(viewerOf({ person: 'p', party: 'q', role }).party).toBe('q');
  });
});
