import { defineEvent, z } from '../../../ledger/event-definition.js';
import { about, count, date, findings, id, pin } from '../../deciding/event-fields.js';
import { EvidenceKind, RecalibrationOutcome, TerminationManner } from './agreement-kinds.js';
import { commitment } from './agreement-terms.js';

/** A municipality among the parties, with the bodies that act for it. */
export const municipal = z.object({ party: id, college: id.optional(), mayor: id.optional(), council: id.optional() });

const by = { by: id };
const partners = { audience: 'partners' } as const;
const aboutParty = ({ party }: { party: string }) => about('party', party);
const item = { commitment: z.string(), due: date.optional() };
const evidence = z.object({ kind: z.enum(EvidenceKind), pin });
const aboutEvidence = ({ evidence: cited }: { evidence: readonly z.infer<typeof evidence>[] }) =>
  cited.map(({ pin: { stream } }) => ({ aggregate: stream.slice(0, stream.indexOf('-')), id: stream.slice(stream.indexOf('-') + 1) }));

/** What happens to an agreement once it was concluded. */
export const lifeEvents = {
  suspended: defineEvent('AgreementSuspended', z.object({ ...by, from: date, until: date.optional(), reason: z.string() })),
  resumed: defineEvent('AgreementResumed', z.object({ ...by, from: date, reason: z.string() })),
  /** By an option that the agreement itself gives, so that nobody needs to consent again. */
  extended: defineEvent('AgreementExtended', z.object({ ...by, until: date, clause: z.string(), reason: z.string() })),
  terminated: defineEvent(
    'AgreementTerminated',
    z.object({
      ...by,
      from: date,
      manner: z.enum(TerminationManner),
      reason: z.string(),
      legalGround: z.array(z.string()),
      decision: id.optional(),
      findings,
    }),
    { subjects: ({ decision }) => about('decision', decision) },
  ),
  /** Vaststelling (Awb 4:46). */
  subsidyDetermined: defineEvent('AgreementSubsidyDetermined', z.object({ amountCents: count, decision: id, pin, determinedOn: date }), {
    subjects: ({ decision }) => about('decision', decision),
  }),
  /** Terugvordering (Awb 4:57) is a decision. */
  subsidyReclaimed: defineEvent('AgreementSubsidyReclaimed', z.object({ amountCents: count, decision: id, pin, reclaimedOn: date }), {
    subjects: ({ decision }) => about('decision', decision),
  }),
  acceded: defineEvent(
    'AgreementPartyAcceded',
    z.object({ party: id, from: date, clause: z.string(), post: id.optional(), municipal: municipal.optional(), findings }),
    {
      subjects: aboutParty,
    },
  ),
  exited: defineEvent('AgreementPartyExited', z.object({ party: id, from: date, reason: z.string(), findings }), { subjects: aboutParty }),
  /** What the calendar brought about; the dates decide, these inform. */
  startNoted: defineEvent('AgreementStartNoted', z.object({ version: count, on: date })),
  expiryNoted: defineEvent('AgreementExpiryNoted', z.object({ on: date })),
  commitmentOverdueNoted: defineEvent('AgreementCommitmentOverdueNoted', z.object({ commitment: z.string(), due: date })),
  commitmentAdded: defineEvent('AgreementCommitmentAdded', z.object({ commitment, from: date })),
  fulfilmentReported: defineEvent('AgreementFulfilmentReported', z.object({ ...item, ...by, metOn: date, text: z.string().optional() })),
  fulfilmentConfirmed: defineEvent('AgreementFulfilmentConfirmed', z.object({ ...item, ...by, metOn: date, text: z.string().optional() })),
  fulfilmentDisputed: defineEvent('AgreementFulfilmentDisputed', z.object({ ...item, ...by, on: date, reason: z.string() }), partners),
  commitmentBreached: defineEvent('AgreementCommitmentBreached', z.object({ ...item, ...by, on: date, reason: z.string() }), partners),
  commitmentWaived: defineEvent('AgreementCommitmentWaived', z.object({ ...item, ...by, on: date, reason: z.string() })),
  riskRecorded: defineEvent('AgreementRiskRecorded', z.object({ ...by, risk: count, text: z.string(), owner: id.optional() }), partners),
  riskMitigated: defineEvent('AgreementRiskMitigated', z.object({ ...by, risk: count, text: z.string() }), partners),
  recalibrationStarted: defineEvent(
    'AgreementRecalibrationStarted',
    z.object({ ...by, recalibration: count, question: z.string(), evidence: z.array(evidence) }),
    { ...partners, subjects: aboutEvidence },
  ),
  recalibrated: defineEvent(
    'AgreementRecalibrated',
    z.object({
      ...by,
      recalibration: count,
      outcome: z.enum(RecalibrationOutcome),
      version: count.optional(),
      motivation: z.string(),
    }),
  ),
  evaluated: defineEvent('AgreementEvaluated', z.object({ ...by, on: date, conclusion: z.string(), evidence: z.array(evidence) }), {
    subjects: aboutEvidence,
  }),
};
