import type { DecideContext, Decision, EventDraft } from '../../../ledger/aggregate.js';
import type { InputProblem } from '../../../ledger/errors.js';
import type { Pin } from '../../../ledger/refusal.js';
import { isRegistrar } from '../../authorisation.js';
import { present } from '../../deciding/drafting.js';
import { actInFuture } from '../../deciding/refusing.js';
import { actsFor, draft, municipalAmong, NO_PARTY, readersOf, type Rule } from './agreement-acting.js';
import { agreementEvents, type VersionData } from './agreement-events.js';
import { partiesOn } from './agreement-standing.js';
import { NO_AGREEMENT, type AgreementState, type Municipal, type Proposal } from './agreement-state.js';
import { canonicalTerms, changed, hashOf, termsProblems, type Terms } from './agreement-terms.js';
import { notConcluded } from './living.decider.js';
import { registeredFindings, registeredLookups, registeredNeeds } from './registered-findings.js';
import type * as commands from './registering.commands.js';

export const registerAgreement: Rule<commands.RegisterAgreement> = {
  needs: ({ terms: { parties }, signatures = [], decision }, _state, loaded) => registeredNeeds({ parties, signatures, decision }, loaded),
  lookups: ({ terms: { parties }, signatures = [], decision }, _state, loaded) =>
    registeredLookups({ parties, signatures, decision }, loaded),
  decide(command, _state, context) {
    const { kind, statutoryBasis, legalPerson = false } = command;
    const terms = canonicalTerms(command.terms as Terms);
    const nature = { kind, ...present({ statutoryBasis }), legalPerson };
    const text: Text = { ...command, terms, version: 1, number: 1, from: command.from ?? terms.from, path: 'terms' };
    return registered(text, { ...NO_AGREEMENT, nature }, context, (data, state) => {
      const { readers, municipal } = state;
      return draft(agreementEvents.registered, { ...nature, ...data, readers, municipal }, state, context);
    });
  },
};

export const registerAmendment: Rule<commands.RegisterAgreementAmendment> = {
  subject: ({ agreement }) => agreement,
  needs: (command, state, loaded) => registeredNeeds(cited(command, state), loaded),
  lookups: (command, state, loaded) => registeredLookups(cited(command, state), loaded),
  decide(command, state, context) {
    const base = state.versions.at(-1);
    if (!base) return notConcluded();
    const { reason } = command;
    const { effectiveFrom: _day, earlierStartReason: _why, amends: _before, ...agreed } = base.terms;
    const terms = changed(canonicalTerms({ ...agreed, amends: base.hash }), command.changes as Partial<Terms>);
    const number = state.proposals.length + 1;
    const text: Text = { ...command, terms, version: base.number + 1, number, from: command.from ?? command.concludedOn, path: 'changes' };
    return registered(text, state, context, (data, next) => {
      const { readers, municipal } = next;
      return draft(agreementEvents.amendmentRegistered, { ...data, readers, municipal, reason }, next, context);
    });
  },
};

interface Text extends Pick<commands.RegisterAgreement, 'concludedOn' | 'source' | 'signatures' | 'decision'> {
  readonly terms: Terms;
  readonly version: number;
  readonly number: number;
  readonly from: string;
  readonly path: string;
}

const NO_PIN: Pin = { stream: '', revision: 0, eventId: '' };

/** A text that was agreed elsewhere stands as it is told, with what is not in order as findings. */
function registered(
  { terms, version, number, concludedOn, from, source, signatures = [], decision, path }: Text,
  before: AgreementState,
  context: DecideContext,
  event: (data: object, state: AgreementState) => EventDraft,
): Decision {
  const problems = [...termsProblems(terms, path), ...signatureProblems(signatures, terms)];
  if (problems.length > 0) return { invalid: problems };
  const municipal = municipalAmong(terms.parties, context.loaded);
  if (!mayRegister(municipal, [...terms.parties, ...partiesOn(before, context.today)], context)) return NO_PARTY;
  if (concludedOn > context.today) return actInFuture(context);
  const readers = [...new Set([...before.readers, ...readersOf(terms.parties, municipal)])];
  const state: AgreementState = { ...before, municipal, readers };
  const hash = hashOf(terms);
  const proposal: Proposal = { number, version, hash, terms, by: '', kind: 'REGISTERED', on: concludedOn, pin: NO_PIN };
  const findings = registeredFindings({ proposal, signatures, decision }, state, context.loaded);
  const data: VersionData = { version, proposal: number, hash, terms, concludedOn, from, findings };
  const said = { ...data, signatures: signatures.map((one) => present({ ...one })), ...present({ decision }) };
  return { accepted: [{ ...event(said, state), actDate: concludedOn, origin: { kind: 'registeredAfterwards', source } }] };
}

/** A party itself, or the registrar of one of them. */
function mayRegister(municipal: readonly Municipal[], parties: readonly string[], context: DecideContext): boolean {
  return (isRegistrar(context.actor) || context.actor.role === 'member') && parties.some((one) => actsFor({ municipal }, one, context));
}

function signatureProblems(signatures: readonly commands.RegisteredSignatureInput[], { parties }: Terms): InputProblem[] {
  return signatures.flatMap(({ party }, index) =>
    parties.includes(party) ? [] : [{ path: `signatures.${index}.party`, problem: 'NO_PARTY', message: 'is no party to the agreement' }],
  );
}

function cited({ changes, signatures = [], decision }: commands.RegisterAgreementAmendment, state: AgreementState) {
  const parties = [...new Set([...(state.versions.at(-1)?.terms.parties ?? []), ...(changes.parties ?? [])])];
  return { parties, signatures, decision };
}
