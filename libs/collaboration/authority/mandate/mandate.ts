import { linkState, type LinkState } from '../../../law/link-history.js';
import type { ActEffect, AuthorityLink, LinkAct } from '../../../law/authority-link.js';
import type { Finding } from '../../../law/rules.js';
import type { Aggregate } from '../../../ledger/aggregate.js';
import type { Audience, Envelope, Origin } from '../../../ledger/envelope.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import type { Pin } from '../../../ledger/refusal.js';
import { rememberingParts } from '../../../ledger/remembering.js';
import { dayOf, pinOf } from '../../deciding/envelopes.js';
import type { ConsentAnswer, CosignedConsent } from './consents.js';
import {
  mandateEvents,
  type ClericalField,
  type GrantData,
  type Instrument,
  type MandateEndCause,
  type MandateEvent,
} from './mandate-events.js';

/** An instruction to the holder (aanwijzing, Awb 10:6 lid 1). */
export interface Instruction {
  readonly instruction: string;
  readonly text: string;
  readonly from: LocalDate;
  readonly until?: LocalDate | undefined;
  readonly forCase?: string | undefined;
  readonly audience: Audience;
}

/** A request for information (inlichtingen, Awb 10:6 lid 2, 10:16) and its answer. */
export interface InformationRequest {
  readonly request: string;
  readonly question: string;
  readonly on: LocalDate;
  readonly due: LocalDate;
  readonly answer?: { readonly text: string; readonly on: LocalDate };
  readonly audience: Audience;
}

/** A later act by which the grantor changed something, with what it rests on. */
export interface GrantorAct {
  readonly revision: number;
  readonly type: 'SUB_MANDATE_ALLOWED' | 'AMENDED' | 'SUSPENDED' | 'RESUMED' | 'REVOKED';
  readonly from: LocalDate;
  readonly until?: LocalDate | undefined;
  readonly actDate?: LocalDate | undefined;
  readonly reason?: string | undefined;
  readonly instrument?: Instrument | undefined;
}

export interface GrantRecord extends GrantData {
  /** Revision of the event that granted it: what a correction names. */
  readonly grantRevision: number;
  readonly actDate?: LocalDate | undefined;
  readonly origin: Origin;
}

export interface MandateState {
  /** The last event; null before the first. */
  readonly pin: Pin | null;
  /** What is on the table while nothing has been granted. */
  readonly proposal?: Extract<MandateEvent, { type: 'MandateProposed' }>['data'] & { readonly audience: Audience };
  /** Absent until it is granted, or recorded as an attribution. */
  readonly grant?: GrantRecord;
  /** Everything that bears on when and for what it holds, in the order recorded. */
  readonly acts: readonly LinkAct[];
  readonly grantorActs: readonly GrantorAct[];
  readonly consents: readonly ConsentAnswer[];
  readonly cosigned: readonly CosignedConsent[];
  readonly instructions: readonly Instruction[];
  readonly requests: readonly InformationRequest[];
  readonly publication?: { readonly revision: number; readonly on: LocalDate; readonly publication: string };
  readonly notedEnds: readonly { readonly on: LocalDate; readonly cause: MandateEndCause }[];
  readonly findings: readonly Finding[];
  /** The day of each of those findings, in the same order. */
  readonly foundOn: readonly LocalDate[];
}

export const mandate: Aggregate<MandateState, MandateEvent> = {
  name: 'mandate',
  events: Object.values(mandateEvents),
  initial: {
    pin: null,
    acts: [],
    grantorActs: [],
    consents: [],
    cosigned: [],
    instructions: [],
    requests: [],
    notedEnds: [],
    findings: [],
    foundOn: [],
  },
  evolve: (state, event) => ({ ...evolve(state, event), pin: pinOf(event.envelope) }),
};

function evolve(state: MandateState, event: MandateEvent): MandateState {
  switch (event.type) {
    case 'MandateProposed':
      return { ...state, proposal: { ...event.data, audience: event.envelope.audience } };
    case 'AttributionRecorded':
    case 'MandateGranted':
      return granted(state, event.data, event.envelope);
    case 'MandateConsentGiven':
    case 'MandateConsentRefused':
      return answered(state, event);
    case 'MandateConsentCosigned':
      return { ...state, cosigned: [...state.cosigned, { ...event.data, actor: event.envelope.recordedBy, on: dayOf(event.envelope) }] };
    case 'SubMandateAllowed':
    case 'MandateAmended':
    case 'MandateSuspended':
    case 'MandateResumed':
    case 'MandateRevoked':
      return changedByGrantor(state, event);
    case 'MandateInstructionGiven':
      return { ...state, instructions: [...state.instructions, { ...event.data, audience: event.envelope.audience }] };
    case 'MandateInformationRequested':
      return { ...state, requests: [...state.requests, { ...event.data, audience: event.envelope.audience }] };
    case 'MandateInformationGiven': {
      const { request, text, on } = event.data;
      return { ...state, requests: state.requests.map((one) => (one.request === request ? { ...one, answer: { text, on } } : one)) };
    }
    case 'MandateEndNoted':
      return { ...state, notedEnds: [...state.notedEnds, event.data] };
    case 'MandateMadeKnown':
      return { ...state, publication: { ...event.data, revision: event.envelope.revision } };
    case 'MandateCorrected':
      return corrected(state, event.data);
    case 'MandateAttemptRefused':
      return state;
    default:
      return event satisfies never;
  }
}

function granted(state: MandateState, data: GrantData, envelope: Envelope): MandateState {
  const { revision, actDate, origin } = envelope;
  const { from, until, holder, terms, consentsNeeded, findings } = data;
  const effect: ActEffect = { kind: 'granted', from, until: until ?? null, holder: holder.id, terms, consentsNeeded };
  return {
    ...withAct(state, envelope, effect),
    grant: { ...data, grantRevision: revision, actDate, origin },
    findings: [...state.findings, ...findings],
    foundOn: [...state.foundOn, ...findings.map(() => dayOf(envelope))],
  };
}

type ConsentEvent = Extract<MandateEvent, { type: 'MandateConsentGiven' | 'MandateConsentRefused' }>;

function answered(state: MandateState, { type, data, envelope }: ConsentEvent): MandateState {
  const given = type === 'MandateConsentGiven';
  const on = dayOf(envelope);
  const answer: ConsentAnswer = { ...data, given, on, audience: envelope.audience };
  const consents = [...state.consents, answer];
  return { ...(given ? withAct(state, envelope, { kind: 'consented', by: data.by, from: on }) : state), consents };
}

type GrantorEvent = Extract<
  MandateEvent,
  { type: 'SubMandateAllowed' | 'MandateAmended' | 'MandateSuspended' | 'MandateResumed' | 'MandateRevoked' }
>;
const ACT_TYPES = {
  SubMandateAllowed: 'SUB_MANDATE_ALLOWED',
  MandateAmended: 'AMENDED',
  MandateSuspended: 'SUSPENDED',
  MandateResumed: 'RESUMED',
  MandateRevoked: 'REVOKED',
} as const;

function changedByGrantor(state: MandateState, event: GrantorEvent): MandateState {
  const { envelope } = event;
  const data: { from: string; until?: string; reason?: string; instrument?: Instrument; findings?: readonly Finding[] } = event.data;
  const { from, until, reason, instrument, findings = [] } = data;
  const act: GrantorAct = {
    revision: envelope.revision,
    type: ACT_TYPES[event.type],
    from,
    until,
    actDate: envelope.actDate,
    reason,
    instrument,
  };
  const effects = effectsOf(event);
  return {
    ...effects.reduce((next, effect) => withAct(next, envelope, effect), state),
    grantorActs: [...state.grantorActs, act],
    findings: [...state.findings, ...findings],
    foundOn: [...state.foundOn, ...findings.map(() => dayOf(envelope))],
  };
}

function effectsOf(event: GrantorEvent): ActEffect[] {
  switch (event.type) {
    case 'SubMandateAllowed':
      return [{ kind: 'amended', from: event.data.from, terms: { subMandateAllowed: true } }];
    case 'MandateAmended': {
      const { from, terms, term } = event.data;
      const amended: ActEffect[] = Object.keys(terms).length > 0 ? [{ kind: 'amended', from, terms }] : [];
      return term ? [...amended, { kind: 'termChanged', from, until: term.until }] : amended;
    }
    case 'MandateSuspended':
      return [{ kind: 'suspended', from: event.data.from, until: event.data.until ?? null }];
    case 'MandateResumed':
      return [{ kind: 'resumed', from: event.data.from }];
    case 'MandateRevoked':
      return [{ kind: 'revoked', from: event.data.from }];
    default:
      return event satisfies never;
  }
}

function corrected(
  state: MandateState,
  { revision, field, value }: { revision: number; field: ClericalField; value: string },
): MandateState {
  const { grant, publication } = state;
  if (field === 'PUBLICATION') {
    return publication?.revision === revision ? { ...state, publication: { ...publication, publication: value } } : state;
  }
  if (field === 'STATUTORY_BASIS')
    return grant?.grantRevision === revision ? { ...state, grant: { ...grant, statutoryBasis: value } } : state;
  const patch = (found: Instrument | undefined): Instrument | undefined =>
    found && (field === 'INSTRUMENT' ? { ...found, reference: value } : { ...found, sha256: value });
  return {
    ...state,
    ...(grant?.grantRevision === revision ? { grant: { ...grant, instrument: patch(grant.instrument) } } : {}),
    grantorActs: state.grantorActs.map((act) => (act.revision === revision ? { ...act, instrument: patch(act.instrument) } : act)),
  };
}

function withAct(state: MandateState, envelope: Envelope, effect: ActEffect): MandateState {
  return { ...state, acts: [...state.acts, { pin: pinOf(envelope), actDate: envelope.actDate ?? null, effect }] };
}

/**
 * The mandate as a link for a verdict: by itself, without what became of its holder's post (see authority-chain.ts).
 * Grantor and holder are plain ids of posts and parties. Null until it is granted.
 */
export function authorityLink(state: Pick<MandateState, 'acts' | 'grant' | 'pin'>): AuthorityLink | null {
  const { pin, grant, acts } = state;
  if (!pin || !grant) return null;
  return { stream: pin.stream, pin, kind: grant.kind, grantor: grant.grantor?.id ?? null, parent: grant.parent?.stream ?? null, acts };
}

/** How the mandate stands by all its acts. */
export const linkByNow = rememberingParts<MandateState, 'acts' | 'grant' | 'pin', LinkState | null>(['acts', 'grant', 'pin'], (state) => {
  const link = authorityLink(state);
  return link && linkState(link, null);
});

/** Instructions that apply on a day (law.md D5). */
export function instructionsOn({ instructions }: MandateState, on: LocalDate): Instruction[] {
  return instructions.filter(({ from, until }) => from <= on && (until === undefined || on < until));
}
