import { beforeAll, describe, expect, it } from '@jest/globals';
import { actors, answerOf, deBrug, municipality, PartnershipWorld, posts, welzijn } from './partnership.fixture.js';

/** Step 1 of the acceptance story, on the deciders. */
describe('1 · 2025-01-06 Samen Sterk', () => {
  let world: PartnershipWorld;
  beforeAll(async () => {
    world = await (await PartnershipWorld.create()).on('2025-01-06').proposed();
  });

  it('is not formed without process owner', async () => {
    const outcome = await world.do(actors.municipality, 'FormPartnership', {});
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { ruleId: 'PROCESS_OWNER_MISSING', legalBasis: null } });
    expect((await world.state()).formed).toBeUndefined();
  });

  it('is formed with the Programmamanager', async () => {
    const outcome = await world.do(actors.municipality, 'FormPartnership', { processOwner: { post: posts.programme } });
    expect(answerOf(outcome)).toEqual(['RoleAssigned', 'Formed']);
    expect(await world.shown('2025-01-06')).toMatchObject({ status: 'ACTIVE', formedFrom: '2025-01-06', findings: [] });
  });

  it('has the municipality as commissioner and orchestrator, Welzijn as contractor and expertise supplier, De Brug as network partner', async () => {
    for (const [party, role] of [
      [municipality, 'COMMISSIONER'],
      [municipality, 'ORCHESTRATOR'],
      [welzijn, 'CONTRACTOR'],
      [welzijn, 'EXPERTISE_SUPPLIER'],
      [deBrug, 'NETWORK_PARTNER'],
    ] as const)
      expect(answerOf(await world.do(actors.municipality, 'AssignRole', { party, role }))).toEqual(['RoleAssigned']);
  });

  it('takes a declaration for the municipality to be network partner too', async () => {
    const asPartner = { party: municipality, role: 'NETWORK_PARTNER' } as const;
    const undeclared = await world.do(actors.municipality, 'AssignRole', asPartner);
    expect(undeclared).toMatchObject({ refusal: { ruleId: 'SOFT_TENSION_UNDECLARED', legalBasis: null } });
    if (undeclared.kind === 'refused') expect(undeclared.refusal.detail.en).toContain('commissioner × network partner');
    const tensions = [{ with: 'COMMISSIONER' as const, declaration: 'In de wijk zit de gemeente naast de anderen aan tafel.' }];
    expect(answerOf(await world.do(actors.municipality, 'AssignRole', { ...asPartner, tensions }))).toEqual([
      'RoleTensionDeclared',
      'RoleAssigned',
    ]);
    expect(await world.findings('2025-01-06')).toEqual([]);
  });

  it('has no second process owner', async () => {
    const second = await world.do(actors.municipality, 'AssignRole', { post: posts.welzijn, role: 'PROCESS_OWNER' });
    expect(second).toMatchObject({ refusal: { ruleId: 'PROCESS_OWNER_TAKEN', legalBasis: null } });
  });
});
