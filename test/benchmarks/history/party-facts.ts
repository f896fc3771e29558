import { partyEvents, PartyKind } from '../../../libs/collaboration/parties/party/party.js';
import { around, type Fact, type World } from './world.js';

const KINDS = [
  PartyKind.SOCIAL_ORGANISATION,
  PartyKind.SUBSIDISED_INSTITUTION,
  PartyKind.RESIDENTS_GROUP,
  PartyKind.BUSINESS,
  PartyKind.ADVISER,
];
const FIRST = ['Stichting', 'Vereniging', 'Coöperatie', 'Buurtteam', 'Bureau', 'Werkplaats', 'Huis', 'Netwerk'];
const SECOND = ['Welzijn', 'De Brug', 'De Kade', 'Samen Sterk', 'Groen', 'Thuis', 'Jong', 'Zorgkracht', 'Oost', 'Buitenwijk'];

/** Partners of the municipalities: registered, amended, with a vision and a constituency. */
export function* partyFacts(world: World): Generator<Fact, void> {
  const { chance, parties } = world;
  for (;;) {
    const { municipality } = chance.pick(world.organisations);
    if (chance.often(0.4) || parties.length === 0) {
      const id = chance.uuid();
      const from = around(world, 400, 30);
      parties.push(id);
      const data = {
        name: partyName(world),
        kind: chance.pick(KINDS),
        from,
        identifiers: [{ scheme: 'KVK' as const, value: number(world, 8), from }],
      };
      yield { aggregate: 'party', id, definition: partyEvents.registered, data, actingFor: municipality, valid: { from, until: null } };
      continue;
    }
    const id = chance.pick(parties);
    const from = around(world, 200, 60);
    const party = { aggregate: 'party', id, actingFor: id };
    const kind = chance.below(10);
    if (kind < 5)
      yield { ...party, definition: partyEvents.detailsAmended, data: { name: partyName(world), from }, valid: { from, until: null } };
    else if (kind < 7)
      yield {
        ...party,
        definition: partyEvents.visionDescribed,
        data: { text: 'Samen met bewoners naar een buurt waarin iedereen meedoet.', from },
      };
    else
      yield {
        ...party,
        definition: partyEvents.constituencyDescribed,
        data: { text: 'Bewoners, vrijwilligers en mantelzorgers in de wijk.', from },
      };
  }
}

function partyName(world: World): string {
  return `${world.chance.pick(FIRST)} ${world.chance.pick(SECOND)} ${number(world, 4)}`;
}

function number({ chance }: World, digits: number): string {
  return String(chance.below(10 ** digits)).padStart(digits, '0');
}
