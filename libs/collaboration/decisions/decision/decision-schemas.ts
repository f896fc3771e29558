import { VAT_BASES } from '../../../law/powers.js';
import { VERDICTS } from '../../../law/verdict.js';
import { z } from '../../../ledger/event-definition.js';
import { PowerRestriction } from '../../authority/mandate/mandate-events.js';
import { count, date, findings, id, person, pin } from '../../deciding/event-fields.js';
import { ActingCapacity, DecisionOutcome, LegalNature, RemedyOutcome } from './decision-kinds.js';

export const details = z.object({
  /** What it is about. For a decision on a person: without anything that names that person. */
  subject: z.string(),
  /** Case number or document identifier. */
  reference: z.string().optional(),
  nature: z.enum(LegalNature),
  /** Code of the power used. */
  power: z.string(),
  /** Over the whole term. */
  amountCents: count.optional(),
  vat: z.enum(VAT_BASES),
  areaCode: z.string().optional(),
  /** Party, or pseudonymous person, that receives the amount. */
  beneficiary: id.optional(),
  /** The body in whose name. */
  body: id,
  /** Pseudonymous id of the natural person it is about. */
  person,
  /** The one case that a mandate for that case names. */
  forCase: z.string().optional(),
  partnership: id.optional(),
  restrictions: z.array(z.enum(PowerRestriction)),
  /** Article by which the power itself provides for a mandate (Awb 10:3 lid 2 under a). */
  mandateProvidedBy: z.string().optional(),
  /** Pseudonymous id of whoever made the report on which a fine rests (Awb 5:53). */
  fineReportedBy: id.optional(),
  /** Whether objection lies against it. */
  objectionOpen: z.boolean(),
  /** The decision and its objection (bezwaar) that this one decides on. */
  decidesOn: z.object({ decision: id, objection: count }).optional(),
  /** Parties drafting together: the body and its organisation among them. */
  drafters: z.array(id),
});

/** How a body of several people adopted it. The votes themselves are another event, with another audience. */
export const adoption = z.object({
  present: count,
  seats: count.optional(),
  quorum: count.optional(),
  withoutVote: z.boolean(),
});

export const authority = z.object({
  code: z.enum(VERDICTS),
  /** Streams of the chain, from the body down; none when the body decided itself. */
  chain: z.array(pin),
  failing: pin.optional(),
  reasons: z.array(z.string()),
});

export const taken = z.object({
  outcome: z.enum(DecisionOutcome),
  decidedOn: date,
  body: id,
  option: count.optional(),
  motivation: z.string().optional(),
  legalGround: z.array(z.string()),
  /** The article that lets the reasons be left out, e.g. `Awb 3:48`. */
  reasonsOmittedUnder: z.string().optional(),
  /** Id of the mandate used. */
  mandate: id.optional(),
  capacity: z.enum(ActingCapacity).optional(),
  /** The post (or organisation) that holds the mandate. */
  holder: id.optional(),
  /** The deputy's own post: a deputy's act names both. */
  deputyPost: id.optional(),
  /** The words that name the body in whose name (Awb 10:10). */
  words: z.string().optional(),
  /** Where the delegation decision can be found (vindplaats, Awb 10:19). */
  delegationCited: z.string().optional(),
  adoption: adoption.optional(),
  /** Pools of yearly limits in which the amount was reserved. */
  pools: z.array(z.string()),
  authority,
  findings,
  person,
});

export const answer = z.object({ outcome: z.enum(RemedyOutcome), decidedOn: date });

export type DecisionDetails = z.infer<typeof details>;
export type TakenData = z.infer<typeof taken>;
export type AdoptionData = z.infer<typeof adoption>;
export type AuthorityRecord = z.infer<typeof authority>;

/** The part of an event's data that says what the decision is about. */
export function pickDetails<Data extends DecisionDetails>(data: Data): DecisionDetails {
  return Object.fromEntries(Object.entries(data).filter(([field]) => field in details.shape)) as DecisionDetails;
}
