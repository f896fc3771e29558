import { describe, expect, it } from '@jest/globals';
import type { Actor } from '../../../ledger/aggregate.js';
import { BadInput } from '../../../ledger/errors.js';
import type { Outcome } from '../../../ledger/execution.js';
import { type Bound, id, LedgerHarness, member, registrar, subjectIdOf } from '../../testing/ledger-harness.js';
import { RegisterParty } from '../party/party.commands.js';
import { registerParty } from '../party/party.decider.js';
import { partyProjection } from '../party/party.view.js';
import * as occupancy from './occupancy.decider.js';
import { post, whoActs } from './post.js';
import * as commands from './post.commands.js';
import * as rules from './post.decider.js';
import { postProjection, type PostDoc } from './post.view.js';

const bound = {
  party: [RegisterParty, registerParty, 'party'] satisfies Bound<RegisterParty>,
  establish: [commands.EstablishPost, rules.establishPost, 'post'] satisfies Bound<commands.EstablishPost>,
  rename: [commands.RenamePost, rules.renamePost, 'post'] satisfies Bound<commands.RenamePost>,
  move: [commands.MovePost, rules.movePost, 'post'] satisfies Bound<commands.MovePost>,
  succeed: [commands.SucceedPost, rules.succeedPost, 'post'] satisfies Bound<commands.SucceedPost>,
  abolish: [commands.AbolishPost, rules.abolishPost, 'post'] satisfies Bound<commands.AbolishPost>,
  correct: [commands.CorrectPost, rules.correctPost, 'post'] satisfies Bound<commands.CorrectPost>,
  fill: [commands.FillPost, occupancy.fillPost, 'post'] satisfies Bound<commands.FillPost>,
  vacate: [commands.VacatePost, occupancy.vacatePost, 'post'] satisfies Bound<commands.VacatePost>,
  deputy: [commands.NameDeputy, occupancy.nameDeputy, 'post'] satisfies Bound<commands.NameDeputy>,
  endDeputy: [commands.EndDeputy, occupancy.endDeputy, 'post'] satisfies Bound<commands.EndDeputy>,
  acting: [commands.AppointActing, occupancy.appointActing, 'post'] satisfies Bound<commands.AppointActing>,
  endActing: [commands.EndActing, occupancy.endActing, 'post'] satisfies Bound<commands.EndActing>,
};

const [municipality, department, welzijn] = ['municipality', 'department', 'welzijn'].map((name) => subjectIdOf(id(name))) as [
  string,
  string,
  string,
];
const keeper: Actor = { ...registrar('registry'), party: municipality };
const clerk: Actor = { person: id('clerk'), party: municipality, role: 'member' };
const director = subjectIdOf(id('director'));
const manager = subjectIdOf(id('manager'));

async function harness(): Promise<LedgerHarness> {
  const ledger = new LedgerHarness([partyProjection, postProjection]);
  await ledger.execute(keeper, bound.party, { name: 'Rivierenoord', kind: 'MUNICIPALITY' }, 'municipality');
  await ledger.execute(keeper, bound.party, { name: 'Sociaal Domein', kind: 'DEPARTMENT', partOf: municipality }, 'department');
  await ledger.execute(keeper, bound.party, { name: 'Stichting Welzijn', kind: 'SOCIAL_ORGANISATION' }, 'welzijn');
  await ledger.execute(clerk, bound.establish, { name: 'Directeur Sociaal Domein', party: department, from: '2024-01-01' }, 'director');
  await ledger.execute(clerk, bound.establish, { name: 'Teammanager', party: department, from: '2024-01-01' }, 'manager');
  return ledger;
}

const ruleOf = (outcome: Outcome) => (outcome.kind === 'refused' ? outcome.refusal.ruleId : outcome.events.map(({ type }) => type));

describe('a post', () => {
  it('is kept by its organisation, not by another party', async () => {
    const ledger = await harness();
    await expect(ledger.execute(member('stranger'), bound.rename, { post: director, name: 'Mijn functie' })).rejects.toMatchObject({
      category: 'FORBIDDEN',
    });
    await expect(ledger.execute(clerk, bound.establish, { name: 'Directeur', party: welzijn })).rejects.toMatchObject({
      category: 'FORBIDDEN',
    });
    expect(ruleOf(await ledger.execute(keeper, bound.establish, { name: 'Directeur', party: welzijn }))).toEqual(['PostEstablished']);
  });

  it('shows its name, place and status in every stretch of days', async () => {
    const ledger = await harness();
    await ledger.execute(clerk, bound.rename, { post: director, name: 'Directeur Samenleving', from: '2025-03-01' });
    await ledger.execute(clerk, bound.move, { post: director, party: municipality, from: '2025-06-01' });
    await ledger.execute(clerk, bound.abolish, { post: director, from: '2025-09-01', reason: 'Reorganisatie' });
    const rows = postProjection.tables[0]?.rows(await ledger.state(post, director), director) ?? [];
    expect(rows.map(({ validFrom, validTo, columns }) => [validFrom, validTo, columns.name, columns.party, columns.status])).toEqual([
      ['0001-01-01', '2025-03-01', 'Directeur Sociaal Domein', department, 'ACTIVE'],
      ['2025-03-01', '2025-06-01', 'Directeur Samenleving', department, 'ACTIVE'],
      ['2025-06-01', '2025-09-01', 'Directeur Samenleving', municipality, 'ACTIVE'],
      ['2025-09-01', '9999-12-31', 'Directeur Samenleving', municipality, 'ABOLISHED'],
    ]);
    expect(ruleOf(await ledger.execute(clerk, bound.rename, { post: director, name: 'Te laat', from: '2025-09-01' }))).toBe(
      'POST_ABOLISHED',
    );
    expect(ruleOf(await ledger.execute(clerk, bound.rename, { post: director, name: 'Nog net', from: '2025-08-01' }))).toEqual([
      'PostRenamed',
    ]);
  });

  it('says nothing new when a command repeats what already is', async () => {
    const ledger = await harness();
    await ledger.execute(clerk, bound.fill, { post: director, actor: id('anna') });
    await ledger.execute(clerk, bound.succeed, { post: director, by: manager, from: '2025-05-01' });
    const before = (await ledger.events()).length;
    const repeats = [
      ledger.execute(clerk, bound.fill, { post: director, actor: id('anna') }),
      ledger.execute(clerk, bound.rename, { post: director, name: 'Directeur Sociaal Domein' }),
      ledger.execute(clerk, bound.move, { post: director, party: department }),
      ledger.execute(clerk, bound.succeed, { post: director, by: manager, from: '2025-05-01' }),
    ];
    expect((await Promise.all(repeats)).map(ruleOf)).toEqual([[], [], [], []]);
    expect(await ledger.events()).toHaveLength(before);
  });

  it('moves to one successor, on the day of its abolition at the latest', async () => {
    const ledger = await harness();
    await ledger.execute(clerk, bound.abolish, { post: director, from: '2025-05-01', reason: 'Samengevoegd' });
    expect(ruleOf(await ledger.execute(clerk, bound.succeed, { post: director, by: manager, from: '2025-05-02' }))).toBe('POST_ABOLISHED');
    expect(ruleOf(await ledger.execute(clerk, bound.succeed, { post: director, by: manager, from: '2025-05-01' }))).toEqual([
      'PostSucceeded',
    ]);
    await expect(ledger.execute(clerk, bound.succeed, { post: manager, by: director, from: '2025-04-01' })).rejects.toThrow(BadInput);
    expect(await ledger.state(post, director)).toMatchObject({ successor: { post: manager, from: '2025-05-01', actDate: '2025-01-06' } });
  });

  it('corrects a slip in a name everywhere that revision still shows', async () => {
    const ledger = await harness();
    await ledger.execute(clerk, bound.correct, { post: director, revision: 0, name: 'Directeur Sociaal domein', reason: 'Spelling' });
    const [row] = postProjection.tables[0]?.rows(await ledger.state(post, director), director) ?? [];
    expect((row?.doc() as PostDoc).name).toBe('Directeur Sociaal domein');
    await expect(ledger.execute(clerk, bound.correct, { post: director, revision: 7, name: 'X', reason: 'Y' })).rejects.toThrow(BadInput);
  });
});

describe('who acts in a post', () => {
  const asked = async (ledger: LedgerHarness, name: string, on: string) => whoActs(await ledger.state(post, director), id(name), on);

  it('is its holder while in office, the day of leaving not included', async () => {
    const ledger = await harness();
    await ledger.execute(clerk, bound.fill, { post: director, actor: id('anna'), from: '2025-01-01' });
    await ledger.execute(clerk, bound.vacate, { post: director, actor: id('anna'), on: '2025-07-01' });
    expect(await Promise.all(['2024-12-31', '2025-01-01', '2025-06-30', '2025-07-01'].map((on) => asked(ledger, 'anna', on)))).toEqual([
      undefined,
      'holder',
      'holder',
      undefined,
    ]);
  });

  it('is one holder at a time, except in a category post', async () => {
    const ledger = await harness();
    await ledger.execute(
      clerk,
      bound.establish,
      { name: 'Budgethouder', party: municipality, category: true, from: '2025-01-01' },
      'budget',
    );
    const budget = subjectIdOf(id('budget'));
    await ledger.execute(clerk, bound.fill, { post: director, actor: id('anna') });
    await ledger.execute(clerk, bound.fill, { post: budget, actor: id('anna') });
    expect(ruleOf(await ledger.execute(clerk, bound.fill, { post: director, actor: id('bob'), from: '2025-02-01' }))).toBe(
      'NOT_IN_THIS_STATE',
    );
    expect(ruleOf(await ledger.execute(clerk, bound.fill, { post: budget, actor: id('bob') }))).toEqual(['PostFilled']);
  });

  it('is a deputy for vacancies only while nobody holds the post, and whoever is appointed to act', async () => {
    const ledger = await harness();
    await ledger.execute(clerk, bound.fill, { post: director, actor: id('anna'), from: '2025-01-01', until: '2025-03-01' });
    await ledger.execute(clerk, bound.deputy, { post: director, actor: id('bob'), from: '2025-01-01', deputyPost: manager });
    await ledger.execute(clerk, bound.deputy, { post: director, actor: id('cas'), from: '2025-01-01', occasion: 'VACANCY' });
    await ledger.execute(clerk, bound.acting, { post: director, actor: id('dia'), from: '2025-03-01' });
    expect(await Promise.all(['bob', 'cas', 'dia'].map((name) => asked(ledger, name, '2025-02-01')))).toEqual([
      'deputy',
      undefined,
      undefined,
    ]);
    expect(await Promise.all(['bob', 'cas', 'dia'].map((name) => asked(ledger, name, '2025-03-01')))).toEqual([
      'deputy',
      'deputy',
      'acting',
    ]);
    expect(ruleOf(await ledger.execute(clerk, bound.deputy, { post: director, actor: id('eva'), order: 2 }))).toBe('NOT_IN_THIS_STATE');
    await ledger.execute(clerk, bound.endActing, { post: director, actor: id('dia'), on: '2025-04-01' });
    await ledger.execute(clerk, bound.endDeputy, { post: director, actor: id('bob'), on: '2025-04-01' });
    expect(await Promise.all(['bob', 'dia'].map((name) => asked(ledger, name, '2025-04-01')))).toEqual([undefined, undefined]);
    await expect(ledger.execute(clerk, bound.vacate, { post: director, actor: id('bob') })).rejects.toThrow(BadInput);
  });

  it('is nobody once the post is abolished', async () => {
    const ledger = await harness();
    await ledger.execute(clerk, bound.fill, { post: director, actor: id('anna'), from: '2025-01-01' });
    await ledger.execute(clerk, bound.abolish, { post: director, from: '2025-05-01', reason: 'Reorganisatie' });
    expect([await asked(ledger, 'anna', '2025-04-30'), await asked(ledger, 'anna', '2025-05-01')]).toEqual(['holder', undefined]);
  });

  it('is internal to the party and its organisation', async () => {
    const ledger = await harness();
    await ledger.execute(clerk, bound.fill, { post: director, actor: id('anna') });
    const [row] = postProjection.tables[1]?.rows(await ledger.state(post, director), director) ?? [];
    expect(row).toMatchObject({
      audience: { level: 'internal', parties: [department, municipality] },
      columns: { actor: id('anna'), role: 'holder' },
    });
    expect((await ledger.events()).at(-1)?.envelope.audience).toEqual(row?.audience);
  });
});
