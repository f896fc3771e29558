import { postEvents } from '../../../libs/collaboration/parties/post/post.js';
import { around, type Fact, type Organisation, type World } from './world.js';

const NAMES = ['Teammanager', 'Directeur', 'Adviseur', 'Afdelingshoofd', 'Consulent', 'Budgethouder', 'Programmamanager', 'Projectleider'];
const FIELDS = ['Samenleving', 'Sociaal Domein', 'Ruimte', 'Dienstverlening', 'Veiligheid', 'Vastgoed', 'Financiën', 'Participatie'];

export function establishPost(world: World, { municipality, posts }: Organisation, party: string): Fact {
  const id = world.chance.uuid();
  const from = around(world, 400, 30);
  posts.push({ id, party });
  const data = { name: postName(world), party, from, category: false, registry: false };
  return { aggregate: 'post', id, definition: postEvents.established, data, actingFor: municipality, valid: { from, until: null } };
}

/** Posts under the municipalities and their partners: established, filled, vacated, renamed. */
export function* postFacts(world: World): Generator<Fact, void> {
  const { chance, parties } = world;
  for (;;) {
    const organisation = chance.pick(world.organisations);
    const { municipality, posts } = organisation;
    if (chance.often(0.3)) {
      yield establishPost(world, organisation, chance.often(0.5) || parties.length === 0 ? municipality : chance.pick(parties));
      continue;
    }
    const post = chance.pick(posts);
    const about = { aggregate: 'post', id: post.id, actingFor: municipality };
    if (chance.often(0.15)) {
      const from = around(world, 100, 30);
      yield { ...about, definition: postEvents.renamed, data: { name: postName(world), from }, valid: { from, until: null } };
    } else if (post.holder === undefined) {
      post.holder = chance.uuid();
      yield { ...about, definition: postEvents.filled, data: { actor: post.holder, from: around(world, 60, 30) } };
    } else {
      const actor = post.holder;
      post.holder = undefined;
      yield { ...about, definition: postEvents.vacated, data: { actor, on: around(world, 10, 60) } };
    }
  }
}

function postName({ chance }: World): string {
  return `${chance.pick(NAMES)} ${chance.pick(FIELDS)} ${chance.below(1_000)}`;
}
