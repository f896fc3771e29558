import { Cast } from './cast.js';

/** What the story speaks of, by name. */
export interface Rivierenoord {
  readonly cast: Cast;
  readonly municipality: string;
  readonly college: string;
  readonly mayor: string;
  readonly welzijn: string;
  readonly director: string;
  readonly teamManager: string;
  readonly secretary: string;
  readonly welzijnDirector: string;
}

/** The parties, posts and people, as they are on the first day. */
export async function settle(server: ConstructorParameters<typeof Cast>[0]): Promise<Rivierenoord> {
  const cast = new Cast(server);
  await cast.introduce('administrator', null, 'administrator');
  const register = (name: string, kind: string, more: object = {}) =>
    cast.records('administrator', 'registerParty', { name, kind, from: '2020-01-01', ...more });
  const municipality = await register('Gemeente Rivierenoord', 'MUNICIPALITY', {
    identifiers: [{ scheme: 'OIN', value: '00000099000000001000' }],
  });
  const body = { partOf: municipality, administrativeBody: 'Gemeentewet 6' };
  const council = await register('Gemeenteraad van Rivierenoord', 'COUNCIL', body);
  const college = await register('Burgemeester en wethouders van Rivierenoord', 'COLLEGE', body);
  const mayor = await register('Burgemeester van Rivierenoord', 'MAYOR', body);
  const welzijn = await register('Stichting Welzijn Rivierenoord', 'SUBSIDISED_INSTITUTION');
  await cast.introduce('registrar', municipality, 'registrar');
  await cast.introduce('council', council);
  await cast.introduce('college', college);
  await cast.introduce('mayor', mayor);
  for (const persona of ['director-social-domain', 'team-manager', 'municipal-secretary']) await cast.introduce(persona, municipality);
  for (const persona of ['welzijn-director', 'welzijn-board']) await cast.introduce(persona, welzijn);
  await cast.introduce('auditor', null, 'auditor');
  const post = async (name: string, party: string, persona: string): Promise<string> => {
    const id = await cast.records('registrar', 'establishPost', { name, party, from: '2020-01-01' });
    await cast.records('registrar', 'fillPost', { post: id, actor: cast.person(persona), from: '2020-01-01' });
    return id;
  };
  const director = await post('Directeur Sociaal Domein', municipality, 'director-social-domain');
  const teamManager = await post('Teammanager Samenleving', municipality, 'team-manager');
  const secretary = await post('Gemeentesecretaris', municipality, 'municipal-secretary');
  const welzijnDirector = await post('Directeur', welzijn, 'welzijn-director');
  const chair = await post('Voorzitter van het bestuur', welzijn, 'welzijn-board');
  await cast.records('registrar', 'nameRepresentative', {
    party: welzijn,
    post: chair,
    instrument: 'Statuten, artikel 9',
    from: '2020-01-01',
  });
  return { cast, municipality, college, mayor, welzijn, director, teamManager, secretary, welzijnDirector };
}

/** A limit per act, in cents. */
export function perAct(amountCents: number): object {
  return { amountCents, per: 'ACT', vat: 'NOT_APPLICABLE' };
}

/** What every live decision gives as reasons, and the words that name the college. */
export const REASONS = {
  motivation: 'De activiteiten dragen bij aan de doelen van Samen Sterk.',
  legalGround: ['Algemene subsidieverordening art. 3'],
  words: 'Namens burgemeester en wethouders van Rivierenoord',
};
