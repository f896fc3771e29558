import { describe, expect, it } from '@jest/globals';
import { isDeciding, isRoleType, ROLE_NAMES, roleName, RoleType } from './partnership-roles.js';
import { TENSION_MATRICES, tensionBetween, tensionMatrixOn } from './tension-matrix.js';

describe('the tension matrix', () => {
  it('holds the pairs that rub, each once, with a reason in both languages', () => {
    for (const { tensions } of TENSION_MATRICES) {
      const pairs = tensions.map(({ roles }) => [...roles].sort().join(' × '));
      expect(new Set(pairs).size).toBe(pairs.length);
      for (const { roles, reason } of tensions) {
        expect(roles[0]).not.toBe(roles[1]);
        expect([reason.nl, reason.en].every((text) => text.endsWith('.'))).toBe(true);
        expect(reason.nl).not.toBe(reason.en);
      }
    }
  });

  it('knows two hard pairs, in one matter, and seven soft ones', () => {
    const { tensions } = tensionMatrixOn('2025-01-06');
    const hard = tensions.filter(({ kind }) => kind === 'HARD');
    expect(hard.map(({ roles, bearer, matter }) => [...roles, bearer, matter])).toEqual([
      ['ASSESSOR', 'ASSESSED', 'PARTY', 'SAME'],
      ['DECIDER', 'OBJECTION_HANDLER', 'ASSIGNEE', 'SAME'],
    ]);
    expect(tensions.length - hard.length).toBe(7);
  });

  it('is the latest version on a day, and the first one before that', () => {
    const versions = TENSION_MATRICES.map(({ version, validFrom }) => [version, validFrom]);
    expect(versions).toEqual([...versions].sort((a, b) => (a[1]! < b[1]! ? -1 : 1)));
    expect(versions.map(([, validFrom]) => tensionMatrixOn(validFrom!).version)).toEqual(versions.map(([version]) => version));
    expect(tensionMatrixOn('1990-01-01').version).toBe('1');
  });

  it('sees a pair from either side, and nothing between the others', () => {
    const matrix = tensionMatrixOn('2025-01-06');
    expect(tensionBetween(matrix, 'NETWORK_PARTNER', 'COMMISSIONER')).toBe(tensionBetween(matrix, 'COMMISSIONER', 'NETWORK_PARTNER'));
    expect(tensionBetween(matrix, 'COMMISSIONER', 'NETWORK_PARTNER')?.kind).toBe('SOFT');
    expect(tensionBetween(matrix, 'COMMISSIONER', 'ORCHESTRATOR')).toBeUndefined();
    expect(tensionBetween(matrix, 'COMMISSIONER', 'COMMISSIONER')).toBeUndefined();
  });
});

describe('the roles of a partnership', () => {
  it('all have a name in both languages; a local one goes by its code', () => {
    expect(Object.keys(ROLE_NAMES)).toEqual(Object.keys(RoleType));
    expect(roleName('PROCESS_OWNER')).toEqual({ nl: 'proceseigenaar', en: 'process owner' });
    expect(roleName('buurtverbinder')).toEqual({ nl: 'buurtverbinder', en: 'buurtverbinder' });
    expect(['toString', 'buurtverbinder', 'OBSERVER'].map(isRoleType)).toEqual([false, false, true]);
  });

  it('bind the others or are open to guests', () => {
    const open = ['PARTICIPANT', 'CHALLENGER', 'OBSERVER', 'ASSESSOR', 'ADVISER', 'AUDITOR', 'CONTROLLER'];
    expect(open.filter(isDeciding)).toEqual([]);
    expect(['COMMISSIONER', 'ORCHESTRATOR', 'FUNDER', 'FRAMEWORK_SETTER', 'EXECUTIVE', 'PROCESS_OWNER', 'DECIDER'].every(isDeciding)).toBe(
      true,
    );
  });
});
