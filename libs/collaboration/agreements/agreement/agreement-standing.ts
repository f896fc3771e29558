import type { Period } from '../../../ledger/envelope.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { at } from '../../../ledger/timeline.js';
import { formOf, type AgreementStatus } from './agreement-kinds.js';
import type { AgreementState, Answer, LinkedDecision, Proposal, Version } from './agreement-state.js';
import type { Terms } from './agreement-terms.js';

/** The decision of a party, or of its body, that a proposal rests on; the last one linked. */
export function decisionFor(state: AgreementState, { number }: Pick<Proposal, 'number'>, party?: string): LinkedDecision | undefined {
  return state.decisions.findLast((one) => one.proposal === number && (party === undefined || one.party === party));
}

/** What a party's signatories said to a proposal since it last took its answer back. */
function standingAnswers(state: AgreementState, proposal: Pick<Proposal, 'number'>, party: string): Answer[] {
  const own = state.answers.filter((one) => one.proposal === proposal.number && one.party === party);
  const taken = own.findLastIndex(({ kind }) => kind === 'DECLINED' || kind === 'WITHDRAWN');
  return own.slice(taken + 1).filter(({ kind }) => kind === 'CONSENTED' || kind === 'SIGNED');
}

export function hasAnswered(state: AgreementState, proposal: Pick<Proposal, 'number'>, party: string): boolean {
  return standingAnswers(state, proposal, party).length > 0;
}

/** The answers by which a party is bound to a proposal; undefined while it is not. A reservation binds nobody. */
export function agreedBy(state: AgreementState, proposal: Proposal, party: string): readonly Answer[] | undefined {
  const standing = standingAnswers(state, proposal, party);
  if (state.municipal.some((one) => one.party === party)) {
    const signed = standing.filter(({ kind }) => kind === 'SIGNED');
    return signed.length > 0 && decisionFor(state, proposal, party) ? signed : undefined;
  }
  const alone = standing.find(({ awaits }) => awaits.length === 0);
  return alone ? [alone] : jointly(standing);
}

/** Two persons in two posts, of which the one may sign together with the other. */
function jointly(standing: readonly Answer[]): readonly Answer[] | undefined {
  for (const first of standing) {
    const second = standing.find(({ post, actor }) => post !== undefined && first.awaits.includes(post) && actor !== first.actor);
    if (second) return [first, second];
  }
  return undefined;
}

/** Whose consent a proposal needs: its parties, and those of the text it changes. */
export function requiredParties(state: AgreementState, { terms, version }: Pick<Proposal, 'terms' | 'version'>): string[] {
  const before = state.versions.find(({ number }) => number === version - 1);
  const left = new Set(state.exited.map(({ party }) => party));
  const bound = before ? [...before.terms.parties, ...state.acceded.map(({ party }) => party)].filter((one) => !left.has(one)) : [];
  return [...new Set([...terms.parties, ...bound])];
}

/** The day on which the last thing needed was there; undefined while something is missing. */
export function concludedOn(state: AgreementState, proposal: Proposal): LocalDate | undefined {
  if (!state.nature) return undefined;
  const { consensual, byDecision } = formOf(state.nature.kind);
  const days: LocalDate[] = [proposal.on];
  if (byDecision) {
    const decided = decisionFor(state, proposal);
    if (!decided) return undefined;
    days.push(decided.decidedOn);
  }
  if (consensual) {
    for (const party of requiredParties(state, proposal)) {
      const answers = agreedBy(state, proposal, party);
      if (!answers) return undefined;
      days.push(...answers.map(({ on }) => on));
    }
  }
  return days.sort().at(-1);
}

/** From when a concluded text works: never before its conclusion, unless the text itself says why. */
export function startOf({ terms, version }: Pick<Proposal, 'terms' | 'version'>, concluded: LocalDate): LocalDate {
  const start = version === 1 ? terms.from : (terms.effectiveFrom ?? concluded);
  return start < concluded && terms.earlierStartReason === undefined ? concluded : start;
}

export function versionOn(state: AgreementState, date: LocalDate): Version | undefined {
  const number = at(state.inForce, date);
  return number === undefined ? undefined : state.versions.findLast((one) => one.number === number);
}

/** First day on which a version no longer runs, if nothing else happens; undefined when it has no end. */
export function endOf(state: AgreementState, { number, terms }: Version): LocalDate | undefined {
  return state.extensions.findLast(({ version }) => version === number)?.until ?? terms.until;
}

/** Who is a party on a day: those of the text in force, who acceded, less who left. */
export function partiesOn(state: AgreementState, date: LocalDate): string[] {
  const text = versionOn(state, date)?.terms ?? latestTerms(state, date);
  const came = state.acceded.filter(({ from }) => from <= date).map(({ party }) => party);
  const left = new Set(state.exited.filter(({ from }) => from <= date).map(({ party }) => party));
  return [...new Set([...(text?.parties ?? []), ...came])].filter((one) => !left.has(one));
}

/** The text to show on a day without a version in force: the one concluded, else proposed last, else the draft. */
export function latestTerms({ versions, proposals, draft }: AgreementState, date: LocalDate): Terms | undefined {
  const concluded = versions.findLast((one) => one.concludedOn <= date);
  return concluded?.terms ?? proposals.findLast(({ on }) => on <= date)?.terms ?? draft?.terms ?? proposals[0]?.terms;
}

export function statusOn(state: AgreementState, date: LocalDate): AgreementStatus {
  const { terminated, versions, proposals, suspended } = state;
  if (terminated && terminated.from <= date) return 'TERMINATED';
  const version = versionOn(state, date);
  if (version) {
    const end = endOf(state, version);
    if (end !== undefined && end <= date) return 'EXPIRED';
    return at(suspended, date) ? 'SUSPENDED' : 'ACTIVE';
  }
  if (versions.some((one) => one.concludedOn <= date)) return 'CONCLUDED';
  const last = proposals.findLast(({ on }) => on <= date);
  if (!last) return 'DRAFT';
  return last.ended?.as === 'WITHDRAWN' && last.ended.on <= date ? 'PROPOSAL_WITHDRAWN' : 'PROPOSED';
}

/** Days on which something about the agreement changes, in order; the first is the day it came to be. */
export function turningPoints(state: AgreementState): LocalDate[] {
  const { draft, proposals, versions, inForce, suspended, terminated, acceded, exited } = state;
  const bounds = ({ from, until }: Period) => [from, ...(until === null ? [] : [until])];
  const days = [
    ...(draft ? [draft.on] : []),
    ...proposals.flatMap(({ on, ended }) => [on, ...(ended ? [ended.on] : [])]),
    ...versions.flatMap((one) => [one.concludedOn, endOf(state, one) ?? one.concludedOn]),
    ...inForce.flatMap(bounds),
    ...suspended.flatMap(bounds),
    ...(terminated ? [terminated.from] : []),
    ...[...acceded, ...exited].map(({ from }) => from),
  ];
  return [...new Set(days)].sort();
}
