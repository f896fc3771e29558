import { agreementRegistration } from './agreements/agreement/agreement.resolver.js';
import { mandateRegistration } from './authority/mandate/mandate.resolver.js';
import { CouldDecideResolver } from './authority/could-decide.resolver.js';
import { responsibilityRegistration } from './authority/responsibility/responsibility.resolver.js';
import { ResponsibilityGapsResolver } from './authority/responsibility-gaps.resolver.js';
import { decisionRegistration } from './decisions/decision/decision.resolver.js';
import { developmentRegistration } from './direction/development/development.resolver.js';
import { findingsResolver } from './findings/findings.resolver.js';
import { NetworkMapResolver } from './parties/network-map.resolver.js';
import { networkRegistration } from './parties/network/network.resolver.js';
import { partyRegistration } from './parties/party/party.resolver.js';
import { partnershipRegistration } from './parties/partnership/partnership.resolver.js';
import { postRegistration } from './parties/post/post.resolver.js';
import type { AggregateRegistration } from './registration/registration.js';
import { upcomingResolver } from './timers/upcoming.resolver.js';

/** Every aggregate the API offers commands, subjects and queries for. */
export const registrations: readonly AggregateRegistration[] = [
  partyRegistration,
  postRegistration,
  partnershipRegistration,
  mandateRegistration,
  decisionRegistration,
  responsibilityRegistration,
  networkRegistration,
  developmentRegistration,
  agreementRegistration,
];

/** Questions that no single aggregate answers. */
export const crossAggregateResolvers = [
  CouldDecideResolver,
  ResponsibilityGapsResolver,
  NetworkMapResolver,
  upcomingResolver(registrations),
  findingsResolver(registrations),
] as const;
