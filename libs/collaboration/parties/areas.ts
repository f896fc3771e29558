import type { InputProblem } from '../../ledger/errors.js';

/** CBS codes of areas: a municipality (GM), a district (wijk, WK) or a neighbourhood (buurt, BU). */
const AREA_CODE = /^(GM\d{4}|WK\d{6}|BU\d{8})$/;

export function isAreaCode(text: string): boolean {
  return AREA_CODE.test(text);
}

export function areaProblems(areaCodes: readonly string[]): InputProblem[] {
  const message = 'must be a CBS code of an area, e.g. GM0363, WK036301 or BU03630101';
  return areaCodes.flatMap((code, index) => (isAreaCode(code) ? [] : [{ path: `areaCodes.${index}`, problem: 'isAreaCode', message }]));
}

/** Whether one of these areas holds the other or lies in it; by their digits GM0363 ⊃ WK036301 ⊃ BU03630101. None is everywhere. */
export function sharesArea(areaCodes: readonly string[], asked: string): boolean {
  const digits = asked.slice(2);
  return areaCodes.length === 0 || areaCodes.some((code) => code.slice(2).startsWith(digits) || digits.startsWith(code.slice(2)));
}
