import { beforeEach, describe, expect, it } from '@jest/globals';
import { isSealed } from '../../../ledger/sealing.js';
import { DissolveParty } from '../../parties/party/party.commands.js';
import { dissolveParty } from '../../parties/party/party.decider.js';
import { AbolishPost, SucceedPost } from '../../parties/post/post.commands.js';
import { post } from '../../parties/post/post.js';
import { abolishPost, succeedPost } from '../../parties/post/post.decider.js';
import { ADMINISTRATOR } from '../../testing/ledger-harness.js';
import { made, SmallTown } from '../../testing/small-town.js';
import { gapsOn } from './gap-rules.js';
import { responsibilityCommands } from './responsibility.bindings.js';
import { responsibility } from './responsibility.js';
import { responsibilityProjection, type ResponsibilityDoc } from './responsibility.view.js';

const R = { responsibility: made('R') };
const manager = { post: made('post manager') };
const programme = { post: made('post programme') };
const source = 'Notulen stuurgroep';

describe('a responsibility', () => {
  let town: SmallTown;
  beforeEach(async () => {
    town = (await SmallTown.found(responsibilityProjection, responsibilityCommands)).on('2025-02-03');
    await town.run(
      'manager',
      'DefineResponsibility',
      { topic: 'Dagstructuur', steward: made('municipality'), areaCodes: ['WK036301'] },
      'R',
    );
  });
  const docOn = async (date: string): Promise<ResponsibilityDoc> => {
    const rows = responsibilityProjection.tables[0]!.rows(await town.ledger.state(responsibility, made('R')), made('R'));
    return rows.find(({ validFrom, validTo }) => validFrom <= date && date < validTo)!.doc() as ResponsibilityDoc;
  };
  const statuses = async (date: string) => (await docOn(date)).assignments.map(({ status }) => status);

  describe('given to somebody', () => {
    it('counts from acceptance, or from its first day when that is later', async () => {
      expect(await town.said('manager', 'AssignAccountable', { ...R, ...manager, from: '2025-02-10' })).toBe(
        'ResponsibilityAccountableAssigned',
      );
      town.on('2025-02-05');
      expect(await town.said('manager', 'AcceptResponsibility', { ...R, assignment: 1 })).toBe('ResponsibilityAccepted');
      expect(await Promise.all(['2025-02-02', '2025-02-04', '2025-02-05', '2025-02-10'].map(statuses))).toEqual([
        [],
        ['AWAITING_ACCEPTANCE'],
        ['NOT_YET'],
        ['IN_FORCE'],
      ]);
      expect(await town.said('manager', 'AcceptResponsibility', { ...R, assignment: 1 })).toBe('');
    });

    it('is accepted by whoever is in the post or by the party itself, and by nobody else', async () => {
      await town.run('manager', 'AssignAccountable', { ...R, ...manager });
      await town.run('manager', 'AddInformed', { ...R, party: made('council') });
      expect(await town.said('programme', 'AcceptResponsibility', { ...R, assignment: 1 })).toBe('POST_NOT_FILLED_BY_ACTOR');
      expect(await town.said('welzijn', 'AcceptResponsibility', { ...R, assignment: 1 })).toBe('NOT_FOUND');
      // A municipality does not speak for its council.
      expect(await town.said('manager', 'AcceptResponsibility', { ...R, assignment: 2 })).toBe('FORBIDDEN');
      expect(await town.said('council', 'AcceptResponsibility', { ...R, assignment: 2 })).toBe('ResponsibilityAccepted');
    });

    it('is refused R1 to a second while the first is accountable, or asked to be, on one of its days', async () => {
      await town.run('manager', 'AssignAccountable', { ...R, ...manager, until: '2025-06-01' });
      expect(await town.said('manager', 'AssignAccountable', { ...R, ...programme })).toBe('R1');
      await town.run('manager', 'AcceptResponsibility', { ...R, assignment: 1 });
      expect(await town.said('manager', 'AssignAccountable', { ...R, ...programme, from: '2025-05-31' })).toBe('R1');
      expect(await town.said('manager', 'AssignAccountable', { ...R, ...programme, from: '2025-06-01' })).toBe(
        'ResponsibilityAccountableAssigned',
      );
    });

    it('may be declined, with a reason that is sealed under the own key', async () => {
      await town.run('manager', 'AssignAccountable', { ...R, ...manager });
      expect(await town.said('manager', 'DeclineResponsibility', { ...R, assignment: 1, reason: 'Geen ruimte.' })).toBe(
        'ResponsibilityDeclined',
      );
      const { data } = (await town.ledger.events()).at(-1)!;
      expect(isSealed((data as { reason: unknown }).reason)).toBe(true);
      expect(await town.said('manager', 'AcceptResponsibility', { ...R, assignment: 1 })).toBe('NOT_IN_THIS_STATE');
      expect(await town.said('manager', 'AssignAccountable', { ...R, ...programme })).toBe('ResponsibilityAccountableAssigned');
    });

    it('is not given to a post or party that has ended by then', async () => {
      await town.ledger.execute(ADMINISTRATOR, [SucceedPost, succeedPost, 'post'], {
        post: made('post vacant'),
        by: made('post programme'),
      });
      const dissolved = [DissolveParty, dissolveParty, 'party'] as const;
      await town.ledger.execute(ADMINISTRATOR, dissolved, { party: made('de-kade'), on: '2025-02-01', reason: 'Klaar' });
      expect(await town.said('manager', 'AssignResponsible', { ...R, party: made('de-kade') })).toBe('PARTY_ENDED');
      expect(await town.said('manager', 'AssignResponsible', { ...R })).toBe('BAD_USER_INPUT');
      expect(await town.said('manager', 'AssignResponsible', { ...R, party: made('welzijn'), ...manager })).toBe('BAD_USER_INPUT');
      expect(await town.said('manager', 'AssignResponsible', { ...R, party: made('nobody') })).toBe('NOT_FOUND');
      // A named succession moves the part: the successor answers.
      await town.run('manager', 'AssignAccountable', { ...R, post: made('post vacant') });
      expect(await town.said('programme', 'AcceptResponsibility', { ...R, assignment: 1 })).toBe('ResponsibilityAccepted');
    });
  });

  describe('transferred', () => {
    beforeEach(async () => {
      await town.run('manager', 'AssignAccountable', { ...R, ...manager });
      await town.run('manager', 'AcceptResponsibility', { ...R, assignment: 1 });
    });
    const proposal = { ...R, assignment: 1, ...programme, from: '2025-03-01' };

    it('is one event once both agreed', async () => {
      expect(await town.said('manager', 'ProposeResponsibilityTransfer', proposal)).toBe('ResponsibilityTransferProposed');
      expect(await town.said('manager', 'AcceptResponsibilityTransfer', { ...R, transfer: 1 })).toBe('');
      expect(await town.said('programme', 'AcceptResponsibilityTransfer', { ...R, transfer: 1 })).toBe('ResponsibilityTransferred');
      expect(await Promise.all(['2025-02-28', '2025-03-01'].map(statuses))).toEqual([
        ['IN_FORCE', 'NOT_YET'],
        ['TRANSFERRED', 'IN_FORCE'],
      ]);
      expect(await town.said('programme', 'AcceptResponsibilityTransfer', { ...R, transfer: 1 })).toBe('');
    });

    it('waits for both when somebody else proposed it', async () => {
      expect(await town.said('registrar', 'ProposeResponsibilityTransfer', proposal)).toBe('ResponsibilityTransferProposed');
      expect(await town.said('programme', 'AcceptResponsibilityTransfer', { ...R, transfer: 1 })).toBe('ResponsibilityTransferAgreed');
      expect(await statuses('2025-03-01')).toEqual(['IN_FORCE']);
      expect(await town.said('manager', 'AcceptResponsibilityTransfer', { ...R, transfer: 1 })).toBe('ResponsibilityTransferred');
    });

    it('holds from the second agreement when that comes later', async () => {
      await town.run('manager', 'ProposeResponsibilityTransfer', proposal);
      town.on('2025-03-05');
      await town.run('programme', 'AcceptResponsibilityTransfer', { ...R, transfer: 1 });
      expect(await Promise.all(['2025-03-04', '2025-03-05'].map(statuses))).toEqual([['IN_FORCE'], ['TRANSFERRED', 'IN_FORCE']]);
    });

    it('is off the table once one says no, and never goes to whoever has it or by whoever is neither', async () => {
      await town.run('manager', 'ProposeResponsibilityTransfer', proposal);
      expect(await town.said('manager', 'ProposeResponsibilityTransfer', proposal)).toBe('NOT_IN_THIS_STATE');
      expect(await town.said('council', 'AcceptResponsibilityTransfer', { ...R, transfer: 1 })).toBe('FORBIDDEN');
      expect(await town.said('programme', 'DeclineResponsibilityTransfer', { ...R, transfer: 1, reason: 'Nee' })).toBe(
        'ResponsibilityTransferDeclined',
      );
      expect(await town.said('programme', 'AcceptResponsibilityTransfer', { ...R, transfer: 1 })).toBe('NOT_IN_THIS_STATE');
      expect(await town.said('manager', 'ProposeResponsibilityTransfer', { ...proposal, ...manager })).toBe('BAD_USER_INPUT');
    });
  });

  describe('that nobody answers for', () => {
    it('is allowed with a reason, told when it is released, and shown as a gap', async () => {
      await town.run('manager', 'AssignAccountable', { ...R, ...manager });
      await town.run('manager', 'AcceptResponsibility', { ...R, assignment: 1 });
      const release = { ...R, assignment: 1, from: '2025-04-01', reason: 'Wij evalueren eerst.' };
      expect(await town.said('programme', 'ReleaseResponsibility', { ...release, reason: ' ' })).toBe('BAD_USER_INPUT');
      expect(await town.said('manager', 'ReleaseResponsibility', release)).toBe('ResponsibilityReleased');
      const { findings } = await town.ledger.state(responsibility, made('R'));
      expect(findings).toMatchObject([{ ruleId: 'NO_ACCOUNTABLE', effect: 'W' }]);
      expect(await gaps('2025-03-31')).toEqual([]);
      expect(await gaps('2025-04-01')).toEqual(['NO_ACCOUNTABLE']);
    });

    it('is told apart: not accepted, vacant, or without the power it needs', async () => {
      await town.run('manager', 'AssignAccountable', { ...R, ...manager, until: '2025-06-01' });
      expect(await gaps('2025-02-03')).toEqual(['ACCOUNTABLE_NOT_ACCEPTED']);
      await town.run('manager', 'AcceptResponsibility', { ...R, assignment: 1 });
      expect(await gaps('2025-02-03')).toEqual([]);
      expect(await gaps('2025-02-03', () => false)).toEqual(['MANDATE_MISSING']);
      await town.run('registrar', 'RegisterResponsibilityAssignment', {
        ...R,
        role: 'ACCOUNTABLE',
        post: made('post vacant'),
        from: '2025-06-01',
        source,
      });
      await town.run('registrar', 'RegisterResponsibilityAcceptance', { ...R, assignment: 2, on: '2025-02-03', source });
      expect(await gaps('2025-06-01')).toEqual(['ACCOUNTABLE_POST_VACANT']);
    });

    it('is told when the accountable post is abolished without successor', async () => {
      const post_ = made('post vacant');
      await town.run('registrar', 'RegisterResponsibilityAssignment', {
        ...R,
        role: 'ACCOUNTABLE',
        post: post_,
        from: '2025-02-01',
        acceptedOn: '2025-02-01',
        source,
      });
      await town.ledger.execute(ADMINISTRATOR, [AbolishPost, abolishPost, 'post'], {
        post: post_,
        from: '2025-03-01',
        reason: 'Reorganisatie',
      });
      expect(await gaps('2025-02-28')).toEqual(['ACCOUNTABLE_POST_VACANT']);
      expect(await gaps('2025-03-01')).toEqual(['ACCOUNTABLE_POST_ABOLISHED']);
    });

    async function gaps(on: string, couldUse: ((id: string) => boolean) | null = null): Promise<string[]> {
      const states = new Map(
        await Promise.all(
          ['manager', 'programme', 'vacant'].map(
            async (name) => [made(`post ${name}`), await town.ledger.state(post, made(`post ${name}`))] as const,
          ),
        ),
      );
      const loaded = {
        of: (_: unknown, id: string) => ({ exists: true, state: states.get(id), revision: 0, pin: undefined }) as never,
        found: () => [],
      };
      return gapsOn({ parts: (await docOn(on)).assignments, on, loaded, couldUse }).map(({ ruleId }) => ruleId);
    }
  });

  it('is registered as it was agreed elsewhere, with findings and without refusals', async () => {
    const assignments = [
      { role: 'ACCOUNTABLE', ...manager, from: '2024-01-01', acceptedOn: '2024-01-01' },
      { role: 'ACCOUNTABLE', ...programme, from: '2024-06-01', acceptedOn: '2024-06-01' },
    ];
    const input = { topic: 'Nachtopvang', steward: made('municipality'), from: '2024-01-01', source, assignments };
    expect(await town.said('manager', 'RegisterResponsibility', input)).toBe('FORBIDDEN');
    await town.run('registrar', 'RegisterResponsibility', input, 'N');
    const { findings, assignments: made_ } = await town.ledger.state(responsibility, made('N'));
    expect(findings).toMatchObject([{ ruleId: 'R1', effect: 'F' }]);
    expect(made_.map(({ origin }) => origin.kind)).toEqual(['registeredAfterwards', 'registeredAfterwards']);
    const N = { responsibility: made('N') };
    await town.run('registrar', 'RegisterResponsibilityRelease', { ...N, assignment: 1, from: '2024-06-01', reason: 'Vergeten', source });
    await town.run('registrar', 'RegisterResponsibilityTransfer', {
      ...N,
      assignment: 1,
      party: made('welzijn'),
      from: '2024-09-01',
      source,
    });
    expect((await town.ledger.state(responsibility, made('N'))).findings.map(({ ruleId }) => ruleId)).toEqual([
      'R1',
      'NOT_IN_THIS_STATE',
      'R1',
    ]);
  });

  it('is tuned with others, corrected in its words only, and ended for everyone in it', async () => {
    await town.run('manager', 'AssignResponsible', { ...R, party: made('welzijn') });
    const tuning = { ...R, tunedWith: [made('municipality')], ownInterest: 'Groei', yields: 'Eerst de inwoner.' };
    expect(await town.said('stranger', 'TuneResponsibility', tuning)).toBe('NOT_FOUND');
    expect(await town.said('welzijn', 'TuneResponsibility', tuning)).toBe('ResponsibilityTuned');
    expect((await docOn('2025-02-03')).tunings).toMatchObject([{ party: made('welzijn'), ownInterest: 'Groei' }]);
    expect(await town.said('manager', 'CorrectResponsibility', { ...R, field: 'POWER', value: 'x', reason: 'x' })).toBe(
      'CORRECTION_TOUCHES_TERM',
    );
    await town.run('manager', 'CorrectResponsibility', { ...R, field: 'TOPIC', value: 'Dagstructuur noord', reason: 'Onvolledig' });
    expect((await docOn('2025-02-03')).topic).toBe('Dagstructuur noord');
    await town.run('manager', 'EndResponsibility', { ...R, from: '2025-03-01', reason: 'Klaar' });
    expect([(await docOn('2025-03-01')).status, await statuses('2025-03-01')]).toEqual(['ENDED', ['ENDED']]);
    expect(await town.said('welzijn', 'AcceptResponsibility', { ...R, assignment: 1 })).toBe('ResponsibilityAccepted');
    town.on('2025-03-02');
    expect(await town.said('manager', 'AddConsulted', { ...R, party: made('de-brug') })).toBe('NOT_IN_THIS_STATE');
  });

  it('is for the parties to it and the council, and a party that joins reads it from then on', async () => {
    const audience = async () => (await town.ledger.state(responsibility, made('R'))).readers;
    expect(await audience()).toEqual([made('municipality'), made('council')]);
    await town.run('manager', 'AddConsulted', { ...R, party: made('de-brug') });
    expect(await audience()).toEqual([made('municipality'), made('council'), made('de-brug')]);
    expect((await town.ledger.events()).at(-1)?.envelope.audience).toEqual({ level: 'partners', parties: await audience() });
  });
});
