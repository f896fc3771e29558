import type { LinkState } from '../../../law/link-history.js';
import type { Consenter } from '../../../law/authority-link.js';
import type { Audience } from '../../../ledger/envelope.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { POST_ABOLITION } from '../../parties/post/post-due.js';
import type { CameDue, Follower, TimedCommand, Timer } from '../../timers/timer.js';
import type { NoteMandateEnd } from './ending.commands.js';
import { linkByNow, type GrantRecord, type InformationRequest, type MandateState } from './mandate.js';
import type { MandateStatus } from './standing.js';

/** The mandate ended on that day: by its term, by revocation, or because it lapsed. What was granted under it ends with it. */
export const MandateTimer = {
  EXPIRY: 'MANDATE_EXPIRY',
  REVOCATION: 'MANDATE_REVOCATION',
  LAPSE: 'MANDATE_LAPSE',
  CONSENT_AWAITED: 'MANDATE_CONSENT_AWAITED',
  INFORMATION_DUE: 'MANDATE_INFORMATION_DUE',
} as const;

const PUBLIC: Audience = { level: 'public', parties: [] };

export function mandateDue(state: MandateState, id: string): Timer[] {
  const { grant } = state;
  const history = linkByNow(state);
  if (!grant || !history) return [];
  const parties = partiesOf(grant);
  const shown = { parties, audience: PUBLIC };
  return [
    ...ends(state, history, id).map((end) => ({ ...shown, followed: true as const, ...end })),
    ...consentsAwaited(state, history),
    ...state.requests.filter(({ answer }) => !answer).map((request) => informationDue(request, parties)),
  ];
}

export function partiesOf({ grantor, holder, organisation, holderOrganisation }: GrantRecord): string[] {
  return [...new Set([grantor?.party, holder.party, organisation, holderOrganisation].filter((one) => one !== undefined))];
}

type End = Pick<Timer, 'key' | 'on' | 'kind' | 'text' | 'command'>;

/** Every day on which it ends or ended: those who depend on it look what it means for them. */
function ends({ notedEnds }: MandateState, { term, ended }: LinkState, id: string): End[] {
  const [revoked] = ended;
  const until = term.at(-1)?.until ?? null;
  const lapsed = notedEnds.filter(({ cause }) => cause !== 'EXPIRED').map(({ on }) => on);
  return [
    ...(until !== null && (!revoked || until <= revoked.from) ? [expiry(until, id)] : []),
    ...(revoked
      ? [
          {
            key: 'revocation',
            on: revoked.from,
            kind: MandateTimer.REVOCATION,
            text: { nl: 'De verlening is ingetrokken.', en: 'The grant is revoked.' },
          },
        ]
      : []),
    ...[...new Set(lapsed)].map((on) => ({
      key: `lapse ${on}`,
      on,
      kind: MandateTimer.LAPSE,
      text: { nl: 'De verlening is vervallen.', en: 'The grant has lapsed.' },
    })),
  ];
}

function expiry(on: LocalDate, id: string): End {
  return {
    key: 'expiry',
    on,
    kind: MandateTimer.EXPIRY,
    text: { nl: 'De termijn van de verlening is voorbij.', en: "The grant's term is over." },
    command: noteEnd({ mandate: id, cause: 'EXPIRED', on }),
  };
}

const WHO: Readonly<Record<Consenter, { nl: string; en: string }>> = {
  holder: { nl: 'de gemandateerde', en: 'the holder' },
  organisation: { nl: 'de organisatie van de gemandateerde', en: "the holder's organisation" },
};

/** From the day it would be in force, it waits for these (law.md M6). Who was asked and refused is not waited for. */
function consentsAwaited({ grant, consents }: MandateState, { ended }: LinkState): Timer[] {
  if (!grant || ended.some(({ from }) => from <= grant.from)) return [];
  const parties = partiesOf(grant);
  return grant.consentsNeeded
    .filter((by) => !consents.some((one) => one.by === by))
    .map((by) => ({
      key: `consent ${by}`,
      on: grant.from,
      kind: MandateTimer.CONSENT_AWAITED,
      text: { nl: `Wacht op instemming van ${WHO[by].nl}.`, en: `Waits for the consent of ${WHO[by].en}.` },
      audience: { level: 'partners', parties },
      parties,
    }));
}

/** Overdue after that day (law.md D6). */
function informationDue({ request, due, audience }: InformationRequest, parties: readonly string[]): Timer {
  return {
    key: `information ${request}`,
    on: due,
    kind: MandateTimer.INFORMATION_DUE,
    text: { nl: 'Gevraagde inlichtingen moeten zijn gegeven.', en: 'Information that was asked for is due.' },
    audience,
    parties,
  };
}

/** What ended by itself by that day does not end once more. */
const STANDING: Follower['where'] = [
  { column: 'status', is: ['AWAITING_CONSENT', 'CONSENT_REFUSED', 'NOT_YET', 'IN_FORCE', 'SUSPENDED'] satisfies MandateStatus[] },
];

/** A sub-mandate ends with its parent; a mandate lapses with the post that holds it. */
export const mandateFollowers: readonly Follower[] = [
  {
    kinds: [MandateTimer.EXPIRY, MandateTimer.REVOCATION, MandateTimer.LAPSE],
    table: 'mandate',
    order: ['parent', 'start'],
    where: STANDING,
    command: (mandate: string, { on }: CameDue) => noteEnd({ mandate, cause: 'PARENT_ENDED', on }),
  },
  {
    kinds: [POST_ABOLITION],
    table: 'mandate',
    order: ['holder', 'start'],
    where: STANDING,
    through: { table: 'post', order: ['successor'] },
    command: (mandate: string, { on }: CameDue) => noteEnd({ mandate, cause: 'POST_ABOLISHED', on }),
  },
];

function noteEnd(input: Pick<NoteMandateEnd, 'mandate' | 'cause' | 'on'>): TimedCommand {
  return { name: 'NoteMandateEnd', input: { ...input } };
}
