import type { Cells } from './columns.js';
import { cellProblem } from './register-problems.js';
import type { RowProblem } from './register-reading.js';
import { bodyOf, kindOf, readBodies } from './register-terms.js';
import type { Restrictions } from './restrictions.js';

/** Awb 10:11 in a legal basis; its notation with a colon is the Awb's own. */
const CITES_SIGNING = /(?<![\d:])10:11(?!\d)/u;

export function citesSigning(legalBasis: string): boolean {
  return CITES_SIGNING.test(legalBasis);
}

/** What a row contradicts although each of its values fits its own column. */
export function contradictions(line: number, cells: Cells, restrictions: Restrictions): RowProblem[] {
  return [
    ...signingProblems(line, cells, restrictions),
    ...consentProblems(line, restrictions),
    ...bodyProblems(line, cells),
    ...subHolderProblems(line, cells),
  ];
}

/** A signing mandate shows twice: Awb 10:11 in the legal basis and "Alleen ondertekening" in the restrictions. */
function signingProblems(line: number, cells: Cells, { signingOnly }: Restrictions): RowProblem[] {
  const cited = citesSigning(cells.legalBasis);
  if (cited && !signingOnly) {
    return [
      cellProblem(line, 'restrictions', 'SIGNING_BASIS_WITHOUT_RESTRICTION', {
        nl: `Regel ${line} noemt Awb 10:11 (ondertekeningsmandaat), maar Beperkingen zegt niet “Alleen ondertekening”. Vul dat aan of haal 10:11 weg, en importeer opnieuw.`,
        en: `Line ${line} cites Awb 10:11 (signing mandate), but Beperkingen does not say “Alleen ondertekening”. Add it or remove 10:11, and import again.`,
      }),
    ];
  }
  if (!cited && signingOnly) {
    return [
      cellProblem(line, 'legalBasis', 'SIGNING_RESTRICTION_WITHOUT_BASIS', {
        nl: `Regel ${line} beperkt tot “Alleen ondertekening”, maar Wettelijke grondslag noemt Awb 10:11 niet. Vul dat aan of wijzig de beperking, en importeer opnieuw.`,
        en: `Line ${line} is limited to “Alleen ondertekening”, but Wettelijke grondslag does not cite Awb 10:11. Add it or change the restriction, and import again.`,
      }),
    ];
  }
  if (!cited || kindOf(cells.kind) === 'mandaat') return [];
  return [
    cellProblem(line, 'kind', 'SIGNING_NOT_A_MANDAAT', {
      nl: `Regel ${line} beschrijft een ondertekeningsmandaat (Awb 10:11), maar Soort is niet Mandaat. Verbeter Soort, of de grondslag en de beperking, en importeer opnieuw.`,
      en: `Line ${line} describes a signing mandate (Awb 10:11), but Soort is not Mandaat. Correct Soort, or the legal basis and the restriction, and import again.`,
    }),
  ];
}

function consentProblems(line: number, { consentUnclear }: Restrictions): RowProblem[] {
  if (!consentUnclear) return [];
  return [
    cellProblem(line, 'restrictions', 'CONSENT_UNCLEAR', {
      nl: `Regel ${line} noemt Awb 10:4 in Beperkingen, maar niet als “Instemming vereist (Awb 10:4)”; of instemming nodig is, staat daarmee niet vast. Schrijf het zo, met een puntkomma voor de rest, of haal 10:4 weg, en importeer opnieuw.`,
      en: `Line ${line} cites Awb 10:4 in Beperkingen, but not as “Instemming vereist (Awb 10:4)”, so whether consent is needed is not certain. Write it so, with a semicolon before the rest, or remove 10:4, and import again.`,
    }),
  ];
}

function bodyProblems(line: number, cells: Cells): RowProblem[] {
  const bodies = readBodies(cells.bodies) ?? [];
  const problems: RowProblem[] = [];
  if (new Set(bodies).size < bodies.length) {
    problems.push(
      cellProblem(line, 'bodies', 'REPEATED_BODY', {
        nl: `Regel ${line} noemt in Bevoegd orgaan tweemaal hetzelfde orgaan. Noem elk orgaan één keer en importeer opnieuw.`,
        en: `Line ${line} names the same body twice in Bevoegd orgaan. Name each body once and import again.`,
      }),
    );
  }
  const holder = bodyOf(cells.holder);
  if (holder !== undefined && bodies.includes(holder)) {
    problems.push(
      cellProblem(line, 'holder', 'GRANT_TO_ITSELF', {
        nl: `Regel ${line} laat een orgaan een bevoegdheid aan zichzelf geven. Verbeter Bevoegd orgaan of Gemandateerde en importeer opnieuw.`,
        en: `Line ${line} has a body grant a power to itself. Correct Bevoegd orgaan or Gemandateerde and import again.`,
      }),
    );
  }
  return problems;
}

function subHolderProblems(line: number, cells: Cells): RowProblem[] {
  if (cells.subHolder === '') return [];
  const problems: RowProblem[] = [];
  if (kindOf(cells.kind) === 'delegation') {
    problems.push(
      cellProblem(line, 'subHolder', 'SUB_MANDATE_OF_DELEGATION', {
        nl: `Regel ${line} geeft ondermandaat bij een delegatie. Wie een bevoegdheid gedelegeerd kreeg, verleent zelf mandaat: geef dat een eigen regel en importeer opnieuw.`,
        en: `Line ${line} gives a sub-mandate of a delegation. Whom a power was delegated to grants mandate itself: give that its own row and import again.`,
      }),
    );
  }
  if (cells.subHolder.toLowerCase() === cells.holder.toLowerCase()) {
    problems.push(
      cellProblem(line, 'subHolder', 'GRANT_TO_ITSELF', {
        nl: `Regel ${line} geeft ondermandaat aan de gemandateerde zelf. Verbeter of leeg Ondermandaat aan en importeer opnieuw.`,
        en: `Line ${line} gives the sub-mandate to the holder itself. Correct or empty Ondermandaat aan and import again.`,
      }),
    );
  }
  return problems;
}
