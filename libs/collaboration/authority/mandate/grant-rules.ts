import { holdingOf } from '../../../law/holding.js';
import type { LoadedStreams } from '../../../ledger/aggregate.js';
import { detailsOn, party } from '../../parties/party/party.js';
import { isAbolished, post } from '../../parties/post/post.js';
import { holdingsOf } from './authority-chain.js';
import { breach, NOTHING_WRONG, together, warning, type Examination } from './examination.js';
import type { GrantIntent } from './grant-intent.js';
import { worksUnder } from './responsibility.js';
import { subMandateRules } from './sub-mandate-rules.js';
import { writingRules } from './writing-rules.js';

/** What was left out of the input: the intent holds defaults in its place. */
export interface LeftOut {
  readonly from: boolean;
  /** For one case that nobody named. */
  readonly caseUnnamed: boolean;
}

/** Every rule on granting, in the order of law.md: who, what, how, when, under what. */
export function examineGrant(intent: GrantIntent, leftOut: LeftOut, loaded: LoadedStreams): Examination {
  return together(
    kindRules(intent),
    intent.parent ? NOTHING_WRONG : grantorRules(intent, loaded),
    contentRules(intent, leftOut),
    intent.parent ? NOTHING_WRONG : holdingRules(intent, loaded),
    writingRules(intent, 'grant', () => worksUnder(intent.holder, intent.grantor, intent.from, loaded)),
    startRules(intent),
    transferRules(intent),
    intent.kind === 'delegation' ? delegationRules(intent, loaded) : NOTHING_WRONG,
    intent.parent ? subMandateRules(intent, { amending: false }) : NOTHING_WRONG,
    existenceRules(intent, loaded),
  );
}

/** M1: one kind, and never an attribution. */
function kindRules({ kind, chain }: GrantIntent): Examination {
  const above = chain.at(-1);
  if (!above) return kind === 'attribution' ? neverGranted() : NOTHING_WRONG;
  if (above.kind === 'delegation' || above.kind === 'attribution') {
    return breach(
      'M1',
      'Wie de bevoegdheid zelf heeft, verleent op eigen naam een mandaat en geen ondermandaat.',
      'Whoever has the power itself grants a mandate in its own name, not a sub-mandate.',
      { pins: [above.pin] },
    );
  }
  if (above.kind === kind) return NOTHING_WRONG;
  return breach(
    'M1',
    'Een ondermandaat is van dezelfde soort als het mandaat erboven.',
    'A sub-mandate is of the same kind as the mandate above it.',
    {
      pins: [above.pin],
    },
  );
}

function neverGranted(): Examination {
  return breach(
    'M1',
    'Attributie geeft de wet; zij wordt vastgelegd en niet verleend.',
    'An attribution is given by law: it is recorded, never granted.',
    {
      legalBasis: 'Awb 10:22',
    },
  );
}

/** M2: the grantor of a first-level grant is an administrative body with a legal ground, or an official to whom the law gave the power. */
function grantorRules({ grantor, organisation, terms, from }: GrantIntent, loaded: LoadedStreams): Examination {
  const attributed = () =>
    terms.powers.kind === 'listed' &&
    terms.powers.powers.some(({ code }) =>
      holdingsOf(organisation, code, loaded).some(
        ({ kind, acts }) => kind === 'attribution' && acts.some(({ effect }) => effect.kind === 'granted' && effect.holder === grantor.id),
      ),
    );
  const { exists, state, pin } = loaded.of(party, grantor.id);
  const isBody = grantor.kind === 'party' ? exists && detailsOn(state, from).administrativeBody !== undefined : attributed();
  if (isBody) return NOTHING_WRONG;
  return breach(
    'M2',
    'Wie verleent is geen bestuursorgaan met een wettelijke grondslag.',
    'The grantor is no administrative body with a legal ground.',
    {
      pins: pin ? [pin] : [],
    },
  );
}

/** M3: powers with their legal basis, scope and start. */
function contentRules({ terms }: GrantIntent, leftOut: LeftOut): Examination {
  const { powers } = terms;
  return together(powerRules(powers), caseAndStart(leftOut));
}

export function powerRules(powers: GrantIntent['terms']['powers']): Examination {
  if (powers.kind === 'allExcept') {
    return warning('M3', 'Alle bevoegdheden van het orgaan, in plaats van een lijst.', 'All powers of the body, instead of a list.');
  }
  if (powers.powers.length === 0) return breach('M3', 'De verlening noemt geen bevoegdheden.', 'The grant names no powers.');
  const bare = powers.powers.find(({ legalBasis }) => legalBasis.length === 0);
  if (!bare) return NOTHING_WRONG;
  return breach('M3', `De bevoegdheid ${bare.code} noemt geen artikel.`, `The power ${bare.code} names no article.`);
}

function caseAndStart({ from, caseUnnamed }: LeftOut): Examination {
  return together(
    from ? breach('M3', 'De verlening noemt geen ingangsdatum.', 'The grant names no start.') : NOTHING_WRONG,
    caseUnnamed
      ? breach('M3', 'De verlening is voor één geval en noemt het niet.', 'The grant is for one case and does not name it.')
      : NOTHING_WRONG,
  );
}

/** M2 and G2: whether the record says that the grantor has the powers, that another has them, or that it delegated them. */
export function holdingRules({ grantor, organisation, terms, from }: GrantIntent, loaded: LoadedStreams): Examination {
  if (terms.powers.kind !== 'listed') return NOTHING_WRONG;
  const areas = terms.territory.length > 0 ? terms.territory : [null];
  return together(
    ...terms.powers.powers.map(({ code }) => {
      const holdings = holdingsOf(organisation, code, loaded);
      const answers = areas.map((areaCode) =>
        holdingOf(grantor.id, holdings, { power: code, amountCents: null, areaCode, forCase: terms.forCase, onDate: from }, null),
      );
      const failing = answers.find(({ failure }) => failure !== null)?.failure;
      if (!failing) return { breaches: [], warnings: answers[0]?.warnings ?? [] };
      const pins = [failing.pin];
      return failing.reasons.includes('DELEGATED_AWAY')
        ? breach('G2', `De bevoegdheid ${code} is gedelegeerd.`, `The power ${code} has been delegated.`, { pins })
        : breach(
            'M2',
            `De bevoegdheid ${code} ligt bij een ander bestuursorgaan.`,
            `The power ${code} lies with another administrative body.`,
            { pins },
          );
    }),
  );
}

/** M14: a start before the act asks for a reason, and is told even with one. */
export function startRules({ from, actDate, retroactiveReason }: Pick<GrantIntent, 'from' | 'actDate' | 'retroactiveReason'>): Examination {
  if (actDate === null || from >= actDate) return NOTHING_WRONG;
  const nl = `Dit werkt vanaf ${from}, vóór de dag van de handeling (${actDate}).`;
  const en = `This works from ${from}, before the day of the act (${actDate}).`;
  return retroactiveReason === undefined ? breach('M14', nl, en) : warning('M14', nl, en);
}

const NOT_BY_MANDATE = {
  QUALIFIED_MAJORITY: ['M7', 'vraagt een versterkte meerderheid', 'needs a qualified majority'],
  ANNULMENT_OR_APPROVAL: ['M7', 'is vernietigen of goedkeuring onthouden', 'is annulling or withholding approval'],
  STATUTE_OR_NATURE_OPPOSES: [
    'M15',
    'leent zich naar wet of aard niet voor mandaat',
    'does not lend itself to a mandate by statute or nature',
  ],
} as const;

/** M7 and M15 for every grant but a delegation, which has a rule of its own: G6. */
export function transferRules({ kind, terms }: Pick<GrantIntent, 'kind' | 'terms'>): Examination {
  if (terms.powers.kind !== 'listed') return NOTHING_WRONG;
  return together(
    ...terms.powers.powers.flatMap(({ code, restrictions = [], mandateProvidedBy }) =>
      restrictions.map((restriction) => {
        if (kind === 'delegation') {
          if (restriction !== 'NEVER_TRANSFERABLE') return NOTHING_WRONG;
          return breach('G6', `De bevoegdheid ${code} kan nooit worden overgedragen.`, `The power ${code} can never be transferred.`);
        }
        if (restriction === 'NEVER_TRANSFERABLE') return NOTHING_WRONG;
        if (restriction === 'BINDING_RULES') {
          if (mandateProvidedBy !== undefined) return NOTHING_WRONG;
          return breach('M7', `De bevoegdheid ${code} is voorschriften vaststellen.`, `The power ${code} is making binding rules.`);
        }
        const [ruleId, nl, en] = NOT_BY_MANDATE[restriction];
        return breach(ruleId, `De bevoegdheid ${code} ${nl}.`, `The power ${code} ${en}.`);
      }),
    ),
  );
}

/** G1: a statutory basis, and never to a subordinate. */
function delegationRules({ statutoryBasis, holder, grantor, from }: GrantIntent, loaded: LoadedStreams): Examination {
  return together(
    statutoryBasis === undefined
      ? breach('G1', 'De delegatie noemt geen wettelijke grondslag.', 'The delegation cites no statutory basis.', {
          legalBasis: 'Awb 10:15',
        })
      : NOTHING_WRONG,
    worksUnder(holder, grantor, from, loaded)
      ? breach('G1', 'Delegeren aan een ondergeschikte kan niet.', 'A power is never delegated to a subordinate.', {
          legalBasis: 'Awb 10:14',
        })
      : NOTHING_WRONG,
  );
}

/** A grant goes to a post and a party that still exist. */
function existenceRules({ grantor, holder, from }: GrantIntent, loaded: LoadedStreams): Examination {
  const parties = [...new Set([grantor.party, holder.party])];
  const held = holder.kind === 'post' ? loaded.of(post, holder.id) : undefined;
  return together(
    held && isAbolished(held.state, from)
      ? breach('POST_ABOLISHED', 'De functie is op die dag opgeheven.', 'The post is abolished on that day.', {
          pins: held.pin ? [held.pin] : [],
        })
      : NOTHING_WRONG,
    ...parties.map((id) => {
      const { state, pin } = loaded.of(party, id);
      if (!state.ended || state.ended.on > from) return NOTHING_WRONG;
      return breach('PARTY_ENDED', 'Een partij bestaat op die dag niet meer.', 'A party no longer exists on that day.', {
        pins: pin ? [pin] : [],
      });
    }),
  );
}
