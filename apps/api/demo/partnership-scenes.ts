import { made } from './personas.js';
import { act, type Step } from './step.js';

const PROGRAMME_MANAGER = 'programme-manager';
const partnership = made('Samen Sterk');

/** Step 1 of the story, 2025-01-06: who works together in Samen Sterk, and in which roles. */
export function samenSterk(): Step[] {
  const processOwner = { post: made('programmamanager') };
  const networkPartner = { role: 'NETWORK_PARTNER', party: made('municipality') };
  const declaration = 'Aan de buurttafels zit de gemeente als een van de partners; opdrachten lopen langs de programmamanager.';
  return [
    act('Samen Sterk', PROGRAMME_MANAGER, 'ProposePartnership', {
      name: 'Samen Sterk in Rivierenoord',
      purpose: 'Ouderen in Noord wonen prettig en doen mee, ook als hun wereld kleiner wordt.',
      topics: ['eenzaamheid', 'ouder worden'],
      areas: ['noord'],
      invite: [made('welzijn'), made('de-brug')],
    }),
    about('Welzijn joins Samen Sterk', 'welzijn-board', 'JoinPartnership', {}),
    about('De Brug joins Samen Sterk', 'de-brug', 'JoinPartnership', {}),
    about('Samen Sterk without process owner', PROGRAMME_MANAGER, 'FormPartnership', {}, 'PROCESS_OWNER_MISSING'),
    about('Samen Sterk formed', PROGRAMME_MANAGER, 'FormPartnership', { processOwner }),
    assigned('municipality', 'COMMISSIONER'),
    assigned('municipality', 'ORCHESTRATOR'),
    assigned('welzijn', 'CONTRACTOR'),
    assigned('welzijn', 'EXPERTISE_SUPPLIER'),
    assigned('de-brug', 'NETWORK_PARTNER'),
    about('municipality also network partner', PROGRAMME_MANAGER, 'AssignRole', networkPartner, 'SOFT_TENSION_UNDECLARED'),
    about('municipality also network partner, declared', PROGRAMME_MANAGER, 'AssignRole', {
      ...networkPartner,
      tensions: [{ with: 'COMMISSIONER', declaration }],
    }),
    about(
      'second process owner',
      PROGRAMME_MANAGER,
      'AssignRole',
      { role: 'PROCESS_OWNER', post: made('directeur-sociaal-domein') },
      'PROCESS_OWNER_TAKEN',
    ),
  ];
}

function assigned(party: string, role: string): Step {
  return about(`${party} ${role} in Samen Sterk`, PROGRAMME_MANAGER, 'AssignRole', { role, party: made(party) });
}

function about(name: string, by: string, command: string, input: object, refusedBy?: string): Step {
  return act(name, by, command, { partnership, ...input }, refusedBy);
}
