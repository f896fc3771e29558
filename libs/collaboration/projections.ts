import type { Projection } from '../views/view-definition.js';
import { ledgerLife } from './accountability/ledger/ledger.js';
import { agreementProjection } from './agreements/agreement/agreement.view.js';
import { mandateProjection } from './authority/mandate/mandate.view.js';
import { responsibilityProjection } from './authority/responsibility/responsibility.view.js';
import { decisionProjection } from './decisions/decision/decision.view.js';
import { developmentProjection } from './direction/development/development.view.js';
import { networkProjection } from './parties/network/network.view.js';
import { partyProjection } from './parties/party/party.view.js';
import { partnershipProjection } from './parties/partnership/partnership.view.js';
import { postProjection } from './parties/post/post.view.js';

/** Every aggregate with its views: what the projector, verify and rebuild work with, free of any framework. */
export const projections: readonly Projection[] = [
  { aggregate: ledgerLife, tables: [] },
  partyProjection,
  postProjection,
  partnershipProjection,
  mandateProjection,
  decisionProjection,
  responsibilityProjection,
  networkProjection,
  developmentProjection,
  agreementProjection,
];
