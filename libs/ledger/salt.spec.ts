import { describe, expect, it } from '@jest/globals';
import { newSalt } from './salt.js';

describe('a salt', () => {
  it('is 128 bits, and no other salt, however many are drawn', () => {
    const salts = Array.from({ length: 1_000 }, newSalt);
    expect(new Set(salts).size).toBe(salts.length);
    for (const salt of salts) {
      const bytes = Buffer.from(salt, 'base64url');
      expect(bytes).toHaveLength(16);
      expect(bytes.toString('base64url')).toBe(salt);
    }
  });
});
