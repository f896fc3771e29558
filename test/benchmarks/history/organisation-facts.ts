import { partyEvents } from '../../../libs/collaboration/parties/party/party.js';
import { attribution } from './mandate-facts.js';
import { establishPost } from './post-facts.js';
import type { Fact, Organisation, World } from './world.js';

const FIRST_POSTS = 12;

/** A municipality joins: itself, its college, the college's powers, and posts to which it can give mandates. */
export function* organisationFacts(world: World): Generator<Fact, void> {
  const { chance, organisations, parties } = world;
  const organisation: Organisation = { municipality: chance.uuid(), college: chance.uuid(), posts: [], mandates: [] };
  const { municipality, college } = organisation;
  const body = { definition: partyEvents.registered, aggregate: 'party', actingFor: municipality };
  const from = '2010-01-01';
  const place = `Waterstad ${organisations.length + 1}`;
  yield { ...body, id: municipality, data: { name: `Gemeente ${place}`, kind: 'MUNICIPALITY' as const, from, identifiers: [] } };
  const administrativeBody = 'Gemeentewet 6';
  const name = `College van ${place}`;
  yield { ...body, id: college, data: { name, kind: 'COLLEGE' as const, partOf: municipality, administrativeBody, from, identifiers: [] } };
  yield attribution(world, organisation);
  for (let post = 0; post < FIRST_POSTS; post += 1) yield establishPost(world, organisation, municipality);
  // Only now: whoever picks an organisation finds posts in it.
  organisations.push(organisation);
  parties.push(municipality, college);
}
