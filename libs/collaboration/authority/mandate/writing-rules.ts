import type { LinkKind } from '../../../law/authority-link.js';
import { breach, NOTHING_WRONG, together, warning, type Examination } from './examination.js';
import type { GrantedTerms, Instrument } from './mandate-events.js';

export interface WrittenAct {
  readonly kind: LinkKind;
  readonly terms: Pick<GrantedTerms, 'forCase'>;
  readonly instrument?: Instrument | undefined;
}

/** A delegation decision is a decision, and that is written whatever it is about. */
const WRITTEN_DECISION = 'Awb 1:3 lid 1';
const ARTICLES = { grant: 'Awb 10:5 lid 2', revocation: 'Awb 10:8 lid 2' } as const;

/** M4 and M5: a general grant and its revocation are in writing; an oral grant is for one case and under the own responsibility. */
export function writingRules(
  { kind, terms, instrument }: WrittenAct,
  act: keyof typeof ARTICLES,
  underGrantor: () => boolean,
): Examination {
  if (instrument) return instrumentWarnings(instrument);
  if (kind === 'delegation')
    return breach('M4', 'Delegeren gaat schriftelijk.', 'A delegation is in writing.', { legalBasis: WRITTEN_DECISION });
  if (terms.forCase === null) return unwritten(act);
  if (act === 'revocation' || underGrantor()) return NOTHING_WRONG;
  return breach(
    'M5',
    'Mondeling mandaat kan alleen aan wie onder de eigen verantwoordelijkheid werkt.',
    "An oral mandate goes only to somebody working under the grantor's responsibility.",
  );
}

function unwritten(act: keyof typeof ARTICLES): Examination {
  const [nl, en] =
    act === 'grant'
      ? ['Een algemene verlening noemt het schriftelijke stuk.', 'A general grant cites its written instrument.']
      : [
          'De intrekking van een algemene verlening noemt het schriftelijke stuk.',
          'The revocation of a general grant cites its written instrument.',
        ];
  return breach('M4', nl, en, { legalBasis: ARTICLES[act] });
}

function instrumentWarnings({ sha256, date }: Instrument): Examination {
  return together(
    sha256 === undefined
      ? warning('M4', 'De hash van het stuk is niet vastgelegd.', 'The hash of the instrument is not recorded.')
      : NOTHING_WRONG,
    date === undefined
      ? warning('M4', 'De datum van het stuk is niet vastgelegd.', 'The date of the instrument is not recorded.')
      : NOTHING_WRONG,
  );
}
