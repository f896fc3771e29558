import { describe, expect, it } from '@jest/globals';
import { grantKey } from './register-reading.js';
import { readOne, readSound, reported } from './register-samples.js';
import { powerCodeOf } from './register-terms.js';

describe('the grants of a row', () => {
  it('are one per body, each followed by its sub-mandate with the same kind, start and instrument', () => {
    const { grants } = readSound({ kind: 'Volmacht', bodies: 'Burgemeester en wethouders / Burgemeester', subHolder: 'Consulent' });
    expect(
      grants.map(({ grantor, level, holder, kind, start, instrument }) => [grantor, level, holder.name, kind, start, instrument]),
    ).toEqual([
      ['college', 1, 'Directeur Dienstverlening', 'volmacht', '2025-01-01', 'gmb-2024-500001'],
      ['college', 2, 'Consulent', 'volmacht', '2025-01-01', 'gmb-2024-500001'],
      ['mayor', 1, 'Directeur Dienstverlening', 'volmacht', '2025-01-01', 'gmb-2024-500001'],
      ['mayor', 2, 'Consulent', 'volmacht', '2025-01-01', 'gmb-2024-500001'],
    ]);
  });

  it('link a sub-mandate to the parent of its own body, which allows it', () => {
    const { grants } = readSound({ bodies: 'Burgemeester / Raad', subHolder: 'Consulent' });
    const [mayor, mayorsSub, council, councilsSub] = grants;
    expect([mayorsSub?.parentKey, councilsSub?.parentKey]).toEqual([mayor, council].map((grant) => grant && grantKey(grant)));
    expect([mayor?.subMandateAllowedFor?.name, mayorsSub?.subMandateAllowedFor, mayor?.parentKey]).toEqual([
      'Consulent',
      undefined,
      undefined,
    ]);
    expect(new Set(grants.map(grantKey)).size).toBe(4);
  });

  it('each carry the whole legal basis', () => {
    const { grants } = readSound({ legalBasis: 'Awb titel 4.2; Wmo 2015 art. 3', subHolder: 'Consulent' });
    for (const grant of grants) {
      expect(grant.legalBasis).toEqual({ text: 'Awb titel 4.2; Wmo 2015 art. 3', citations: ['Awb titel 4.2', 'Wmo 2015 art. 3'] });
    }
  });

  it.each([
    ['Mandaat', 'mandaat'],
    ['VOLMACHT', 'volmacht'],
    ['machtiging', 'machtiging'],
  ])('of Soort %s are %s', (kind, expected) => {
    expect(readSound({ kind }).grants.map((grant) => grant.kind)).toEqual([expected]);
  });

  it('of Delegatie go to a body, for which no post is planned', () => {
    const { grants, posts } = readSound({ kind: 'Delegatie', bodies: 'Gemeenteraad', holder: 'Burgemeester en wethouders' });
    expect(grants).toMatchObject([{ kind: 'delegation', grantor: 'council', holder: { body: 'college', organisation: 'own' } }]);
    expect(posts).toEqual([]);
  });

  it('of Delegatie have no sub-mandate: the row is reported', () => {
    expect(reported(readOne({ kind: 'Delegatie', subHolder: 'Consulent' })).problems).toMatchObject([
      { code: 'SUB_MANDATE_OF_DELEGATION', column: 7 },
    ]);
  });

  it('know posts that stand for everyone who holds them', () => {
    const { posts } = readSound({ holder: 'Budgethouder', subHolder: 'Budgetbeheerder wijken' });
    expect(posts.map((post) => post.category)).toEqual([true, false]);
  });

  it('warn of what a register cannot say', () => {
    const { grants, warnings } = readSound({});
    expect(grants[0]?.warnings).toEqual(['INSTRUMENT_HASH_UNKNOWN', 'ACT_DATE_UNKNOWN']);
    expect(warnings.map(({ code, column }) => [code, column])).toEqual([
      ['INSTRUMENT_HASH_UNKNOWN', 10],
      ['ACT_DATE_UNKNOWN', 9],
    ]);
  });

  it('warn of a legal basis without law or article, and record it', () => {
    expect(readSound({ legalBasis: 'zie bijlage' }).warnings.map((warning) => warning.code)).toContain('LEGAL_BASIS_NOT_RECOGNISED');
  });

  it('read the same from composed and decomposed characters and from doubled spaces', () => {
    expect(readSound({ holder: 'Klachtenco\u0308rdinator  Wmo\u00a0' }).grants.map(grantKey)).toEqual(
      readSound({ holder: 'Klachtencördinator Wmo' }).grants.map(grantKey),
    );
  });
});

describe('a signing mandate', () => {
  const signing = { legalBasis: 'Awb art. 10:11', restrictions: 'Alleen ondertekening' };

  it('is one when legal basis and restriction agree, and then needs no human check', () => {
    expect(readSound({ ...signing, subHolder: 'Consulent' }).grants).toMatchObject([
      { kind: 'signing', conditions: [], humanCheckRequired: false },
      { kind: 'signing', level: 2 },
    ]);
  });

  it('keeps other restrictions', () => {
    expect(readSound({ ...signing, restrictions: 'Alleen ondertekening; na akkoord' }).grants).toMatchObject([
      { kind: 'signing', conditions: ['na akkoord'], humanCheckRequired: true },
    ]);
  });

  it.each([
    ['only the restriction says so', { restrictions: 'Alleen ondertekening' }, 'SIGNING_RESTRICTION_WITHOUT_BASIS', 4],
    [
      'only the restriction says so, in a longer text',
      { restrictions: 'Uitsluitend de ondertekening van brieven' },
      'SIGNING_RESTRICTION_WITHOUT_BASIS',
      4,
    ],
    ['only the legal basis says so', { legalBasis: 'Awb art. 10:11' }, 'SIGNING_BASIS_WITHOUT_RESTRICTION', 8],
    ['Soort is another kind', { ...signing, kind: 'Volmacht' }, 'SIGNING_NOT_A_MANDAAT', 2],
  ])('is reported when %s', (_name, cells, code, column) => {
    expect(reported(readOne(cells)).problems).toMatchObject([{ code, column }]);
  });

  it('is not seen in another article', () => {
    expect(readSound({ legalBasis: 'Awb art. 10:1 en 110:11' }).grants[0]?.kind).toBe('mandaat');
  });
});

describe('consent', () => {
  it('keeps a grant and its sub-mandate waiting; the holder is of an organisation that is not identified', () => {
    const row = readSound({ restrictions: 'Instemming vereist (Awb 10:4)', subHolder: 'Teamleider' });
    expect(row.grants.map(({ needsConsent, startState, conditions }) => [needsConsent, startState, conditions])).toEqual([
      [true, 'awaitingConsent', []],
      [false, 'awaitingConsent', []],
    ]);
    expect(row.posts.map((post) => post.organisation)).toEqual(['unidentified', 'unidentified']);
    expect(row.warnings.map((warning) => warning.code)).toContain('HOLDER_ORGANISATION_UNIDENTIFIED');
  });

  it.each(['Instemming vereist', 'instemming vereist (Awb artikel 10:4 lid 1).'])('is read from %j', (restrictions) => {
    expect(readSound({ restrictions }).grants).toMatchObject([{ needsConsent: true, humanCheckRequired: false }]);
  });

  it('is reported when 10:4 is cited in other words', () => {
    expect(reported(readOne({ restrictions: 'Geen instemming nodig (Awb 10:4 lid 2)' })).problems).toMatchObject([
      { code: 'CONSENT_UNCLEAR', column: 8 },
    ]);
  });

  it('is not asked by words that only resemble it', () => {
    expect(readSound({ restrictions: 'Na instemming van de raad' }).grants).toMatchObject([
      { needsConsent: false, conditions: ['Na instemming van de raad'] },
    ]);
  });
});

describe('a power code', () => {
  it('follows from number and wording', () => {
    expect(powerCodeOf('S1.3', 'Beslissen op één verzoek')).toBe('s1-3-beslissen-op-een-verzoek');
    expect(powerCodeOf('A1', '决定')).toBe('a1');
  });

  it('stays different for long wordings that differ only at their end', () => {
    const long = 'Beslissen op verzoeken in het kader van het uitdaagrecht en van alle verordeningen over wonen';
    const codes = [powerCodeOf('A1', long), powerCodeOf('A1', `${long} en zorg`)];
    expect(codes[0]).not.toBe(codes[1]);
    expect(codes.every((code) => code.length < 100 && /^[a-z0-9-]+$/u.test(code))).toBe(true);
    expect(powerCodeOf('A1', long)).toBe(codes[0]);
  });
});
