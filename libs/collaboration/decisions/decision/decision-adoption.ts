import { finding, refusal, type Finding } from '../../../law/rules.js';
import type { EventDraft } from '../../../ledger/aggregate.js';
import type { Audience } from '../../../ledger/envelope.js';
import type { InputProblem } from '../../../ledger/errors.js';
import type { Refusal } from '../../../ledger/refusal.js';
import { problem } from '../../deciding/refusing.js';
import type { PartyKind } from '../../parties/party/party.js';
import { decisionEvents, type AdoptionData } from './decision-events.js';
import type { DecisionOutcome } from './decision-kinds.js';
import type { DeclaredInterest } from './decision-state.js';
import type { AdoptionInput } from './taking.commands.js';

/** Bodies of several people, which decide by attendance and vote (law.md I2). */
export function isCollegial(kind: PartyKind): boolean {
  return kind === 'COUNCIL' || kind === 'COLLEGE';
}

/** What contradicts itself in attendance and votes. */
export function adoptionProblems(
  { present, withdrew = [], withoutVote = false, inFavour, against = 0, abstained = 0, stances = [] }: AdoptionInput,
  outcome: DecisionOutcome,
): InputProblem[] {
  const voted = inFavour !== undefined || stances.length > 0;
  const cast = (inFavour ?? 0) + against + abstained;
  const strangers = stances.some(({ member }) => !present.includes(member)) || withdrew.some((member) => !present.includes(member));
  return [
    ...(withoutVote && voted ? [problem('adoption.withoutVote', 'VOTED', 'is either adopted without vote or voted on')] : []),
    ...(cast > present.length ? [problem('adoption.inFavour', 'TOO_MANY_VOTES', 'more votes than members present')] : []),
    ...(strangers ? [problem('adoption.present', 'NOT_PRESENT', 'names votes or withdrawals of members who were not present')] : []),
    ...(new Set(stances.map(({ member }) => member)).size < stances.length
      ? [problem('adoption.stances', 'VOTED_TWICE', 'holds two votes of one member')]
      : []),
    ...(inFavour !== undefined && outcome !== 'REJECTED' && inFavour <= against
      ? [problem('adoption.inFavour', 'NO_MAJORITY', 'is no majority, so that the outcome is REJECTED')]
      : []),
  ];
}

/** Whether attendance and vote, or "adopted without vote", are there. */
export function isAdopted(adoption: AdoptionInput | undefined): boolean {
  if (!adoption) return false;
  const { withoutVote = false, inFavour, stances = [] } = adoption;
  return adoption.present.length > 0 && (withoutVote || inFavour !== undefined || stances.length > 0);
}

export function notAdopted(): Refusal {
  return refusal('I2', {
    detail: {
      nl: 'Noem wie aanwezig was en hoe is gestemd, of dat het zonder stemming is aangenomen.',
      en: 'Give who was present and how was voted, or that it was adopted without vote.',
    },
  });
}

/** A member with a declared interest took part (law.md I1; Gemeentewet 28 for the council, 58 for the college). */
export function interestedMember(
  adoption: AdoptionInput | undefined,
  interests: readonly DeclaredInterest[],
  kind: PartyKind,
): Refusal | undefined {
  if (!adoption) return undefined;
  const { present, withdrew = [], stances = [] } = adoption;
  const took = present.filter((member) => !withdrew.includes(member));
  const voting = [...took, ...stances.map(({ member }) => member)];
  if (!interests.some(({ declarant }) => voting.includes(declarant))) return undefined;
  return refusal('I1', {
    detail: {
      nl: 'Een lid met een gemeld persoonlijk belang nam deel; vermeld dat dit lid zich terugtrok.',
      en: 'A member who declared a personal interest took part; record that this member withdrew.',
    },
    legalBasis: kind === 'COUNCIL' ? 'Gemeentewet 28' : kind === 'COLLEGE' ? 'Gemeentewet 58' : 'Awb 2:4',
  });
}

export function adoptionData(adoption: AdoptionInput): AdoptionData {
  const { present, seats, quorum, withoutVote = false } = adoption;
  return { present: present.length, seats, quorum, withoutVote };
}

/** Too few members present is for people to judge: it stands recorded either way. */
export function quorumFindings(adoption: AdoptionInput | undefined): Finding[] {
  const { quorum, present } = adoption ?? {};
  if (quorum === undefined || present === undefined || present.length >= quorum) return [];
  return [
    finding('I2', {
      effect: 'W',
      detail: { nl: `Aanwezig ${present.length}, nodig ${quorum}.`, en: `${present.length} present, ${quorum} needed.` },
    }),
  ];
}

/** Votes of the council are public; those of the college and of others stay with the parties drafting. */
export function votesDraft(
  { present, withdrew = [], inFavour, against, abstained, stances = [] }: AdoptionInput,
  audience: Audience,
): EventDraft {
  return { type: decisionEvents.votesRecorded.type, data: { present, withdrew, inFavour, against, abstained, stances }, audience };
}
