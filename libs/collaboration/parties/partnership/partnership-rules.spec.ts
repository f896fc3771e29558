import { describe, expect, it } from '@jest/globals';
import { id } from '../../testing/ledger-harness.js';
import {
  actors,
  answerOf,
  bound,
  college,
  council,
  deBrug,
  department,
  made,
  meetlat,
  municipality,
  PartnershipWorld,
  posts,
  welzijn,
  zorgcooperatie,
} from './partnership.fixture.js';
import { partnershipProjection } from './partnership.view.js';

const world = async () => (await (await PartnershipWorld.create()).on('2025-01-06').formed()).on('2025-02-03');
const ask = async (given: Promise<Parameters<typeof answerOf>[0]>) => answerOf(await given);
const SOURCE = { source: 'Convenant van 2019' };

describe('forming', () => {
  it('takes two members that joined by themselves, after an invitation', async () => {
    const ledger = (await PartnershipWorld.create()).on('2025-01-06');
    await ledger.do(actors.municipality, 'ProposePartnership', { name: 'Samen', purpose: 'Samen', invite: [welzijn] }, 'P');
    const owner = { processOwner: { post: posts.programme } };
    expect(await ask(ledger.do(actors.municipality, 'FormPartnership', owner))).toBe('MEMBERS_MISSING');
    await ledger.do(actors.municipality, 'InviteToPartnership', { party: deBrug });
    expect(await ask(ledger.do(actors.deBrug, 'JoinPartnership', {}))).toEqual(['MemberJoined']);
    expect(await ask(ledger.do(actors.deBrug, 'JoinPartnership', {}))).toEqual([]);
    expect(await ask(ledger.do(actors.deBrug, 'FormPartnership', owner))).toEqual(['RoleAssigned', 'Formed']);
    expect(await ask(ledger.do(actors.deBrug, 'FormPartnership', owner))).toEqual([]);
    expect(await ask(ledger.do(actors.zorgcooperatie, 'JoinPartnership', {}))).toBe('NOT_INVITED');
  });

  it('is between those concerned until then, and public from then on', async () => {
    const ledger = await (await PartnershipWorld.create()).on('2025-01-06').proposed();
    const audiences = async () => {
      const state = await ledger.state();
      return partnershipProjection.tables.flatMap((table) => table.rows(state, made('P')).map(({ audience }) => audience.level));
    };
    expect(new Set(await audiences())).toEqual(new Set(['partners']));
    await ledger.do(actors.welzijn, 'FormPartnership', { processOwner: { post: posts.programme } });
    expect(new Set(await audiences())).toEqual(new Set(['public']));
    const events = (await ledger.ledger.events()).slice(-3).map(({ type, envelope }) => [type, envelope.audience.level]);
    expect(events).toEqual([
      ['PartnershipMemberJoined', 'partners'],
      ['PartnershipRoleAssigned', 'public'],
      ['PartnershipFormed', 'public'],
    ]);
  });

  it('is not for outsiders, auditors or residents', async () => {
    const ledger = await world();
    const forbidden = { category: 'FORBIDDEN' };
    const role = { party: deBrug, role: 'CONNECTOR' } as const;
    await expect(ledger.do(actors.meetlat, 'AssignRole', role)).rejects.toMatchObject(forbidden);
    await expect(ledger.do(actors.auditor, 'AssignRole', role)).rejects.toMatchObject(forbidden);
    await expect(ledger.do(actors.auditor, 'JoinPartnership', {})).rejects.toMatchObject(forbidden);
    await expect(ledger.do(actors.municipality, 'LeavePartnership', { party: welzijn, reason: 'Weg' })).rejects.toMatchObject(forbidden);
  });
});

describe('who takes part', () => {
  it('leaves with a reason and takes its roles along; what is then missing is a finding', async () => {
    const ledger = await world();
    await ledger.do(actors.municipality, 'AssignRole', { party: welzijn, role: 'CONTRACTOR', from: '2025-02-03' });
    await ledger.do(actors.municipality, 'AssignRole', { party: welzijn, role: 'CONNECTOR', from: '2025-09-01' });
    expect(await ask(ledger.do(actors.welzijn, 'LeavePartnership', { on: '2025-06-01', reason: 'Andere koers' }))).toEqual(['MemberLeft']);
    expect(await ask(ledger.do(actors.welzijn, 'LeavePartnership', { on: '2025-06-01', reason: 'Andere koers' }))).toEqual([]);
    const held = (await ledger.state()).assignments.map(({ role, from, until }) => [role, from, until]);
    expect(held).toEqual([
      ['PROCESS_OWNER', '2025-01-06', null],
      ['CONTRACTOR', '2025-02-03', '2025-06-01'],
      ['CONNECTOR', '2025-09-01', '2025-09-01'],
    ]);
    await ledger.on('2025-07-01').do(actors.municipality, 'LeavePartnership', { reason: 'Bezuiniging' });
    expect([await ledger.findings('2025-06-30'), await ledger.findings('2025-07-01')]).toEqual([
      [],
      ['PROCESS_OWNER_MISSING', 'MEMBERS_MISSING'],
    ]);
  });

  it('does not get its old roles back by coming back', async () => {
    const ledger = await world();
    await ledger.do(actors.municipality, 'LeavePartnership', { on: '2025-03-01', reason: 'Even niet' });
    await ledger.do(actors.welzijn, 'AssignRole', { party: welzijn, role: 'PROCESS_OWNER', from: '2025-03-01' });
    await ledger.do(actors.welzijn, 'InviteToPartnership', { party: municipality });
    expect(await ask(ledger.do(actors.municipality, 'JoinPartnership', { from: '2025-04-01' }))).toEqual(['MemberJoined']);
    expect(await ledger.findings('2025-04-01')).toEqual([]);
    expect((await ledger.state()).assignments.map(({ bearer, until }) => [bearer, until])).toEqual([
      [municipality, '2025-03-01'],
      [welzijn, null],
    ]);
  });

  it('may be a guest in any role that binds nobody else', async () => {
    const ledger = await world();
    expect(await ask(ledger.do(actors.municipality, 'AdmitGuest', { party: meetlat, role: 'ASSESSOR' }))).toEqual([
      'GuestAdmitted',
      'RoleAssigned',
    ]);
    expect(await ask(ledger.do(actors.municipality, 'AssignRole', { party: meetlat, role: 'ADVISER' }))).toEqual(['RoleAssigned']);
    for (const role of ['COMMISSIONER', 'FUNDER', 'FRAMEWORK_SETTER', 'PROCESS_OWNER', 'DECIDER'] as const)
      expect(await ask(ledger.do(actors.municipality, 'AssignRole', { party: meetlat, role }))).toBe('NOT_A_MEMBER');
    expect(await ask(ledger.do(actors.municipality, 'AdmitGuest', { party: zorgcooperatie, role: 'ORCHESTRATOR' }))).toBe('NOT_A_MEMBER');
    expect(await ask(ledger.do(actors.municipality, 'AssignRole', { party: zorgcooperatie, role: 'OBSERVER' }))).toBe('NOT_A_MEMBER');
    expect(await ask(ledger.do(actors.municipality, 'AdmitGuest', { party: welzijn, role: 'OBSERVER' }))).toBe('NOT_IN_THIS_STATE');
    await ledger.do(actors.meetlat, 'ReleaseGuest', { party: meetlat, on: '2025-03-01', reason: 'Klaar' });
    expect((await ledger.state()).assignments.slice(1).map(({ until }) => until)).toEqual(['2025-03-01', '2025-03-01']);
  });

  it('joins with fresh eyes: working rules agreed before are not agreed by a later member', async () => {
    const ledger = await world();
    const agreed = { rules: ['Wij bellen eerst'], agreedBy: [municipality, welzijn, deBrug] };
    expect(await ask(ledger.do(actors.deBrug, 'AgreeWorkingRules', agreed))).toEqual(['WorkingRulesAgreed']);
    expect(await ask(ledger.do(actors.deBrug, 'AgreeWorkingRules', agreed))).toEqual([]);
    await ledger.do(actors.deBrug, 'InviteToPartnership', { party: zorgcooperatie });
    await ledger.do(actors.zorgcooperatie, 'JoinPartnership', { from: '2025-05-01' });
    expect([await ledger.findings('2025-04-30'), await ledger.findings('2025-05-01')]).toEqual([[], ['WORKING_RULES_PARTIAL']]);
  });
});

describe('roles', () => {
  it('are had by a member, a body or part of it, or a post of one of those', async () => {
    const ledger = await world();
    for (const [assignee, bearer] of [
      [{ party: council }, council],
      [{ party: college }, college],
      [{ party: department }, municipality],
      [{ post: posts.director }, municipality],
    ] as const) {
      await ledger.do(actors.municipality, 'AssignRole', { ...assignee, role: 'FRAMEWORK_SETTER' });
      expect((await ledger.state()).assignments.at(-1)).toMatchObject({ bearer, seat: { party: municipality, kind: 'MEMBER' } });
    }
  });

  it('let council and college check each other, but nobody itself', async () => {
    const ledger = await world();
    await ledger.do(actors.municipality, 'AssignRole', { party: college, role: 'EXECUTIVE' });
    expect(await ask(ledger.do(actors.municipality, 'AssignRole', { party: council, role: 'CONTROLLER' }))).toEqual(['RoleAssigned']);
    expect(await ask(ledger.do(actors.municipality, 'AssignRole', { party: college, role: 'CONTROLLER' }))).toBe('SOFT_TENSION_UNDECLARED');
  });

  it.each([
    ['ORCHESTRATOR', 'CONTRACTOR'],
    ['ENFORCER', 'FACILITATOR'],
    ['ENFORCER', 'EXPERTISE_SUPPLIER'],
    ['ENFORCER', 'DIVERSITY_PROMOTER'],
    ['FUNDER', 'ASSESSOR'],
  ] as const)('%s × %s rub, whichever came first, until declared or explored in a dilemma', async (one, other) => {
    const ledger = await world();
    for (const [first, second, party] of [
      [one, other, welzijn],
      [other, one, deBrug],
    ] as const) {
      await ledger.do(actors.municipality, 'AssignRole', { party, role: first });
      expect(await ask(ledger.do(actors.municipality, 'AssignRole', { party, role: second }))).toBe('SOFT_TENSION_UNDECLARED');
    }
    await ledger.do(actors.welzijn, 'DeclareRoleTension', { bearer: welzijn, roles: [one, other], declaration: 'Twee teams' });
    expect(await ask(ledger.do(actors.municipality, 'AssignRole', { party: welzijn, role: other }))).toEqual(['RoleAssigned']);
    const tensions = [{ with: other, dilemma: id('dilemma') }];
    expect(await ask(ledger.do(actors.municipality, 'AssignRole', { party: deBrug, role: one, tensions }))).toEqual([
      'RoleTensionDeclared',
      'RoleAssigned',
    ]);
  });

  it('rub only on the days on which both are held', async () => {
    const ledger = await world();
    await ledger.do(actors.municipality, 'AssignRole', { party: welzijn, role: 'ORCHESTRATOR', until: '2025-06-01' });
    const later = { party: welzijn, role: 'CONTRACTOR', from: '2025-06-01' } as const;
    expect(await ask(ledger.do(actors.municipality, 'AssignRole', { ...later, from: '2025-05-31' }))).toBe('SOFT_TENSION_UNDECLARED');
    expect(await ask(ledger.do(actors.municipality, 'AssignRole', later))).toEqual(['RoleAssigned']);
  });

  it('never let one assess itself in a matter, nor decide on an objection to its own decision', async () => {
    const ledger = await world();
    await ledger.do(actors.municipality, 'AssignRole', { party: welzijn, role: 'ASSESSED', matter: 'dagactiviteiten' });
    const assessor = { post: posts.welzijn, role: 'ASSESSOR' } as const;
    expect(await ask(ledger.do(actors.municipality, 'AssignRole', { ...assessor, matter: 'dagactiviteiten' }))).toBe('HARD_TENSION');
    expect(await ask(ledger.do(actors.municipality, 'AssignRole', assessor))).toBe('HARD_TENSION');
    expect(await ask(ledger.do(actors.municipality, 'AssignRole', { ...assessor, matter: 'huisbezoek' }))).toEqual(['RoleAssigned']);
    const case1 = { matter: 'zaak 1' };
    await ledger.do(actors.municipality, 'AssignRole', { post: posts.director, role: 'DECIDER', ...case1 });
    const handler = { role: 'OBJECTION_HANDLER', ...case1 } as const;
    expect(await ask(ledger.do(actors.municipality, 'AssignRole', { post: posts.director, ...handler }))).toBe('HARD_TENSION');
    expect(await ask(ledger.do(actors.municipality, 'AssignRole', { post: posts.lawyer, ...handler }))).toEqual(['RoleAssigned']);
    const declared = { bearer: welzijn, roles: ['ASSESSOR', 'ASSESSED'], declaration: 'Wij zijn streng' } as const;
    expect(await ask(ledger.do(actors.welzijn, 'DeclareRoleTension', { ...declared, roles: [...declared.roles] }))).toBe('HARD_TENSION');
  });

  it('of a local kind are defined first, and stay as binding as they were', async () => {
    const ledger = await world();
    const local = { localRole: 'geldschieter' };
    await expect(ledger.do(actors.deBrug, 'AssignRole', { ...local, party: deBrug })).rejects.toMatchObject({ category: 'BAD_USER_INPUT' });
    const defined = { ...local, name: 'Geldschieter', purpose: 'Legt bij', deciding: true };
    expect(await ask(ledger.do(actors.deBrug, 'DefineRole', defined))).toEqual(['RoleDefined']);
    expect(await ask(ledger.do(actors.deBrug, 'DefineRole', defined))).toEqual([]);
    await expect(ledger.do(actors.deBrug, 'DefineRole', { ...defined, deciding: false })).rejects.toMatchObject({
      category: 'BAD_USER_INPUT',
    });
    await ledger.do(actors.deBrug, 'AdmitGuest', { party: meetlat, role: 'OBSERVER' });
    expect(await ask(ledger.do(actors.deBrug, 'AssignRole', { ...local, party: meetlat }))).toBe('NOT_A_MEMBER');
    expect(await ask(ledger.do(actors.deBrug, 'AssignRole', { ...local, party: deBrug }))).toEqual(['RoleAssigned']);
  });

  it('go to nobody that no longer exists', async () => {
    const ledger = await world();
    await ledger.ledger.execute(actors.registrar, bound.abolish, { post: posts.lawyer, from: '2025-03-01', reason: 'Reorganisatie' });
    await ledger.ledger.execute(actors.registrar, bound.dissolve, { party: deBrug, on: '2025-03-01', reason: 'Opgeheven' });
    const from = '2025-03-01';
    expect(await ask(ledger.do(actors.municipality, 'AssignRole', { post: posts.lawyer, role: 'CONNECTOR', from }))).toBe('POST_ABOLISHED');
    expect(await ask(ledger.do(actors.municipality, 'AssignRole', { party: deBrug, role: 'CONNECTOR', from }))).toBe('PARTY_ENDED');
  });

  it('name the version of the tension matrix with which they were weighed', async () => {
    const ledger = await world();
    await ledger.do(actors.municipality, 'AssignRole', { party: welzijn, role: 'CONTRACTOR' });
    expect((await ledger.ledger.events()).at(-1)?.data).toMatchObject({ role: 'CONTRACTOR', tensionMatrix: '1', findings: [] });
  });
});

describe('what happened outside', () => {
  const members = [{ party: municipality }, { party: welzijn }];

  it('is never refused: what is not in order is a finding, then and on every day it lasts', async () => {
    const ledger = (await PartnershipWorld.create()).on('2025-01-06');
    const roles = [
      { role: 'PROCESS_OWNER' as const, post: posts.programme, until: '2020-06-01' },
      { role: 'PROCESS_OWNER' as const, party: welzijn, from: '2020-03-01', until: '2020-06-01' },
      { role: 'FUNDER' as const, party: meetlat, until: '2020-06-01' },
      { role: 'ASSESSOR' as const, party: welzijn, until: '2020-02-01' },
      { role: 'ASSESSED' as const, party: welzijn, until: '2020-02-01' },
      { role: 'COMMISSIONER' as const, party: municipality, from: '2020-02-01', until: '2020-03-01' },
      { role: 'NETWORK_PARTNER' as const, party: municipality, from: '2020-02-01', until: '2020-03-01' },
    ];
    const told = { name: 'Oud verband', purpose: 'Wat al liep', from: '2020-01-01', until: '2021-01-01', members, roles, ...SOURCE };
    const outcome = await ledger.do(actors.registrar, 'RegisterPartnership', told, 'P');
    expect(answerOf(outcome)).toEqual(['Registered', 'MemberJoined', 'MemberJoined', ...roles.map(() => 'RoleAssigned')]);
    expect((await ledger.ledger.events()).at(-1)?.envelope.origin).toEqual({ kind: 'registeredAfterwards', ...SOURCE });
    const recorded = (await ledger.ledger.events())
      .slice(-roles.length)
      .map(({ data }) => (data as { findings: { ruleId: string }[] }).findings);
    expect(recorded.map((findings) => findings.map(({ ruleId }) => ruleId))).toEqual([
      [],
      ['PROCESS_OWNER_TAKEN'],
      ['NOT_A_MEMBER'],
      [],
      ['HARD_TENSION'],
      [],
      ['SOFT_TENSION_UNDECLARED'],
    ]);
    expect(
      await Promise.all(['2020-01-31', '2020-02-01', '2020-03-01', '2020-06-01', '2021-01-01'].map((on) => ledger.findings(on))),
    ).toEqual([
      ['NOT_A_MEMBER', 'HARD_TENSION'],
      ['NOT_A_MEMBER', 'SOFT_TENSION_UNDECLARED'],
      ['PROCESS_OWNER_TAKEN', 'NOT_A_MEMBER'],
      ['PROCESS_OWNER_MISSING'],
      [],
    ]);
  });

  it('has a seat for each party at a time; the same told twice counts once', async () => {
    const ledger = (await PartnershipWorld.create()).on('2025-01-06');
    const told = { name: 'Tweemaal', purpose: 'Wat al liep', from: '2020-01-01', ...SOURCE };
    const twice = await ledger.do(actors.registrar, 'RegisterPartnership', { ...told, members: [...members, ...members] }, 'P');
    expect(answerOf(twice)).toEqual(['Registered', 'MemberJoined', 'MemberJoined']);
    const others = [...members, { party: welzijn, from: '2021-01-01' }];
    const refused = ledger.do(actors.registrar, 'RegisterPartnership', { ...told, members: others, guests: [{ party: welzijn }] }, 'Q');
    await expect(refused).rejects.toMatchObject({
      problems: [
        { path: 'members.2.party', problem: 'REPEATED' },
        { path: 'guests.0.party', problem: 'REPEATED' },
      ],
    });
  });

  it('may have too few members; a declaration or a later registration puts right what it is about', async () => {
    const ledger = (await PartnershipWorld.create()).on('2025-01-06');
    const told = { name: 'Klein', purpose: 'Klein', from: '2024-01-01', members: [{ party: welzijn }], ...SOURCE };
    await ledger.do(actors.registrar, 'RegisterPartnership', told, 'P');
    expect(await ledger.findings('2024-06-01')).toEqual(['PROCESS_OWNER_MISSING', 'MEMBERS_MISSING']);
    await ledger.do(actors.registrar, 'RegisterMembership', { party: municipality, from: '2024-03-01', ...SOURCE });
    const owner = { role: 'PROCESS_OWNER', post: posts.programme, from: '2024-05-01', ...SOURCE } as const;
    expect(await ask(ledger.do(actors.registrar, 'RegisterRoleAssignment', owner))).toEqual(['RoleAssigned']);
    expect(await ask(ledger.do(actors.registrar, 'RegisterRoleAssignment', owner))).toEqual([]);
    expect([await ledger.findings('2024-04-30'), await ledger.findings('2024-05-01')]).toEqual([['PROCESS_OWNER_MISSING'], []]);
    await expect(ledger.do(actors.meetlat, 'RegisterPartnership', told, 'Q')).rejects.toMatchObject({ category: 'FORBIDDEN' });
  });
});

describe('the course of working together', () => {
  it('shows rules, scale, process and evaluations on their days', async () => {
    const ledger = await world();
    await ledger.do(actors.deBrug, 'ChoosePartnershipScale', { scale: 'LOCAL', reason: 'Dichtbij', from: '2025-02-01' });
    await ledger.do(actors.deBrug, 'ChoosePartnershipScale', { scale: 'REGIONAL', reason: 'Vervoer', from: '2025-06-01' });
    await ledger.do(actors.deBrug, 'PictureProcess', { steps: [{ name: 'Signaleren', roles: ['NETWORK_PARTNER'] }], from: '2025-03-01' });
    await ledger.do(actors.deBrug, 'EvaluatePartnership', { conclusion: 'Het loopt', outlook: 'CONTINUE', on: '2025-02-02' });
    await ledger.do(actors.deBrug, 'AmendPartnership', { name: 'Samen Sterker', from: '2025-04-01', reason: 'Groei' });
    const shown = await Promise.all(['2025-01-31', '2025-02-02', '2025-03-01', '2025-06-01'].map((on) => ledger.shown(on)));
    expect(shown.map(({ name, scale, process, evaluations }) => [name, scale?.scale, process.length, evaluations.length])).toEqual([
      ['Samen Sterk', undefined, 0, 0],
      ['Samen Sterk', 'LOCAL', 0, 1],
      ['Samen Sterk', 'LOCAL', 1, 1],
      ['Samen Sterker', 'REGIONAL', 1, 1],
    ]);
  });

  it('is reviewed between partners, for them and the council only; a text about a person is sealed', async () => {
    const ledger = await world();
    const review = { between: [municipality, welzijn], text: 'Het gesprek was open', on: '2025-02-01', aboutPerson: id('somebody') };
    expect(await ask(ledger.do(actors.welzijn, 'ReviewRelationship', review))).toEqual(['RelationshipReviewed']);
    const event = (await ledger.ledger.events()).at(-1);
    expect(event?.envelope.audience).toEqual({ level: 'partners', parties: [municipality, welzijn, deBrug, council] });
    expect(event?.data).toMatchObject({ text: { sealed: { subject: id('somebody') } } });
    const [row] = partnershipProjection.tables[3]?.rows(await ledger.state(), made('P')) ?? [];
    expect(row).toMatchObject({ audience: event?.envelope.audience, columns: { kind: 'REVIEW' } });
  });

  it('ends with a reason; nothing happens from that day on, and what came before may still be recorded', async () => {
    const ledger = await world();
    await ledger.do(actors.deBrug, 'EndPartnership', { on: '2025-02-01', reason: 'Klaar' });
    expect(await ask(ledger.do(actors.deBrug, 'EndPartnership', { on: '2025-02-01', reason: 'Klaar' }))).toEqual([]);
    expect(await ask(ledger.do(actors.deBrug, 'EndPartnership', { on: '2025-02-02', reason: 'Klaar' }))).toBe('NOT_IN_THIS_STATE');
    expect(await ask(ledger.do(actors.deBrug, 'AssignRole', { party: deBrug, role: 'CONNECTOR' }))).toBe('NOT_IN_THIS_STATE');
    expect(await ask(ledger.do(actors.deBrug, 'AssignRole', { party: deBrug, role: 'CONNECTOR', from: '2025-01-31' }))).toEqual([
      'RoleAssigned',
    ]);
    expect(await ask(ledger.do(actors.deBrug, 'EvaluatePartnership', { conclusion: 'Af', outlook: 'END', on: '2025-02-01' }))).toEqual([
      'Evaluated',
    ]);
    expect([(await ledger.shown('2025-01-31')).status, (await ledger.shown('2025-02-01')).status]).toEqual(['ACTIVE', 'ENDED']);
    const [roles] = [partnershipProjection.tables[2]?.rows(await ledger.state(), made('P')) ?? []];
    expect(roles.map(({ columns }) => columns['until_date'])).toEqual(['2025-02-01', '2025-02-01']);
  });

  it('is corrected in names only', async () => {
    const ledger = await world();
    const slip = { revision: 0, reason: 'Tikfout', value: 'Samen Sterk!' };
    expect(await ask(ledger.do(actors.registrar, 'CorrectPartnership', { ...slip, field: 'PURPOSE' }))).toBe('CORRECTION_TOUCHES_TERM');
    expect(await ask(ledger.do(actors.registrar, 'CorrectPartnership', { ...slip, field: 'NAME' }))).toEqual(['Corrected']);
    expect(await ask(ledger.do(actors.registrar, 'CorrectPartnership', { ...slip, field: 'NAME' }))).toEqual([]);
    expect((await ledger.shown('2025-02-03')).name).toBe('Samen Sterk!');
  });
});
