import { made } from './personas.js';
import { act, type Step } from './step.js';

const NAME = 'R-DEMENTIA';
const responsibility = { responsibility: made(NAME) };
const TEAM_MANAGER = 'team-manager';
const PROGRAMME_MANAGER = 'programme-manager';

/** Who answers for the daily structure of residents with dementia, in the north; on 2025-02-03. */
export function responsibilityTaken(): Step[] {
  return [
    act(NAME, TEAM_MANAGER, 'DefineResponsibility', {
      topic: 'Dagstructuur voor inwoners met dementie, noord',
      steward: made('municipality'),
    }),
    assigned('accountable', 'AssignAccountable', { post: made('teammanager-samenleving') }),
    assigned('responsible', 'AssignResponsible', { party: made('welzijn') }),
    assigned('consulted', 'AddConsulted', { party: made('de-brug') }),
    assigned('informed', 'AddInformed', { party: made('council') }),
    accepted(1, TEAM_MANAGER),
    accepted(2, 'welzijn-director'),
    accepted(3, 'de-brug'),
    accepted(4, 'council'),
    assigned('second accountable', 'AssignAccountable', { post: made('programmamanager') }, 'R1'),
  ];
}

/** The team manager hands it over to the programme manager; on 2025-08-25, from 2025-09-01. */
export function responsibilityTransferred(): Step[] {
  return [
    act(`${NAME} handed over`, TEAM_MANAGER, 'ProposeResponsibilityTransfer', {
      ...responsibility,
      assignment: 1,
      post: made('programmamanager'),
      from: '2025-09-01',
    }),
    act(`${NAME} taken over`, PROGRAMME_MANAGER, 'AcceptResponsibilityTransfer', { ...responsibility, transfer: 1 }),
  ];
}

function assigned(part: string, command: string, who: object, refusedBy?: string): Step {
  return act(`${NAME} ${part}`, TEAM_MANAGER, command, { ...responsibility, ...who }, refusedBy);
}

function accepted(assignment: number, by: string): Step {
  return act(`${NAME} ${assignment} accepted`, by, 'AcceptResponsibility', { ...responsibility, assignment });
}
