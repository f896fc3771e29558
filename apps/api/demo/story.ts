import {
  agreementConsented,
  agreementCountered,
  agreementDecided,
  agreementProposed,
  agreementSigned,
  amendmentConcluded,
  amendmentConsented,
  amendmentProposed,
  placesConfirmed,
  quarterlyAccount,
  signalMeeting,
} from './agreement-scenes.js';
import {
  accessDecision,
  afterRevocation,
  amendmentDecided,
  outsideMandateRatified,
  registeredAfterwards,
  sent,
  subsidyDecided,
  tooMuchForTheTeamManager,
} from './decision-scenes.js';
import { boardConsents, directorAndTeamManager, holderConsents, revocation, signingMandate, welzijnMandate } from './mandate-scenes.js';
import { samenSterk } from './partnership-scenes.js';
import { responsibilityTaken, responsibilityTransferred } from './responsibility-scenes.js';
import { attributions, parties, posts } from './settling-scenes.js';
import type { Scene } from './step.js';

export type { Scene, Step } from './step.js';

/** "Samen Sterk in Rivierenoord": who works together, who may decide what, what was agreed, and how it went in 2025. */
export const STORY: readonly Scene[] = [
  { on: '2025-01-06', steps: [...parties(), ...posts(), ...attributions(), signingMandate(), ...samenSterk()] },
  { on: '2025-01-13', steps: directorAndTeamManager() },
  { on: '2025-01-20', steps: [welzijnMandate()] },
  { on: '2025-01-27', steps: accessDecision() },
  { on: '2025-01-29', steps: [holderConsents()] },
  { on: '2025-02-03', steps: [boardConsents(), ...responsibilityTaken()] },
  { on: '2025-02-10', steps: agreementProposed() },
  { on: '2025-02-14', steps: agreementCountered() },
  { on: '2025-02-17', steps: agreementConsented() },
  { on: '2025-02-24', steps: [...subsidyDecided(), ...agreementDecided()] },
  { on: '2025-02-26', steps: [sent('D-1'), ...agreementSigned()] },
  { on: '2025-04-07', steps: tooMuchForTheTeamManager() },
  { on: '2025-04-08', steps: [sent('D-2')] },
  { on: '2025-04-15', steps: quarterlyAccount('2025-04-15') },
  { on: '2025-05-12', steps: registeredAfterwards() },
  { on: '2025-05-20', steps: [outsideMandateRatified()] },
  { on: '2025-06-16', steps: revocation() },
  { on: '2025-06-23', steps: afterRevocation() },
  { on: '2025-06-30', steps: signalMeeting() },
  { on: '2025-07-08', steps: placesConfirmed() },
  { on: '2025-07-15', steps: quarterlyAccount('2025-07-15') },
  { on: '2025-08-25', steps: responsibilityTransferred() },
  { on: '2025-09-29', steps: amendmentProposed() },
  { on: '2025-10-01', steps: amendmentConsented() },
  { on: '2025-10-06', steps: [...amendmentDecided(), ...amendmentConcluded()] },
  { on: '2025-10-22', steps: quarterlyAccount('2025-10-15', '2025-10-22') },
];
