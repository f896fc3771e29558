/** Official identifiers of organisations, and the number that must never be stored. */

/** RSIN (rechtspersonen- en samenwerkingsverbandennummer): nine digits that pass the eleven-test. */
export function isRsin(text: string): boolean {
  return /^\d{9}$/.test(text) && passesElevenTest(text);
}

/** KvK number: eight digits, kept as text because of leading zeros. */
export function isKvkNumber(text: string): boolean {
  return /^\d{8}$/.test(text);
}

/**
 * OIN (organisatie-identificatienummer): a register's prefix of eight digits, that register's number of eight or nine
 * characters, zeros up to twenty. Prefix 00000001 holds an RSIN, 00000003 a KvK number, 00000099 is for tests and demos.
 */
export function isOin(text: string): boolean {
  const match = /^(000000\d{2})([0-9A-Z]{9})000$/.exec(text);
  if (!match) return false;
  const [, prefix, number] = match as unknown as [string, string, string];
  if (/^0+$/.test(number)) return false;
  if (prefix === '00000001') return isRsin(number);
  if (prefix === '00000003') return isKvkNumber(number.slice(0, 8)) && number.endsWith('0');
  return true;
}

/** CBS code of a municipality (GM0363), province (PV27) or water board (WS0155). */
export function isCbsCode(text: string): boolean {
  return /^(GM\d{4}|PV\d{2}|WS\d{4})$/.test(text);
}

/** TOOI: the government's own URI of an organisation. */
export function isTooiUri(text: string): boolean {
  return /^https:\/\/identifier\.overheid\.nl\/tooi\/id\/[a-z]+(?:_[a-z]+)*\/[a-z]{2,}_?\d{2,}$/.test(text);
}

/** `GM0363` → `https://identifier.overheid.nl/tooi/id/gemeente/gm0363`; null when it is no municipality's code. */
export function tooiUriOfMunicipality(cbsCode: string): string | null {
  return /^GM\d{4}$/.test(cbsCode) ? `https://identifier.overheid.nl/tooi/id/gemeente/${cbsCode.toLowerCase()}` : null;
}

/** Addresses, international telephone numbers, UUIDs and hexadecimal hashes: nobody wrote a person's number there. */
const MACHINE_WRITTEN = [
  /\b(?:[a-z][a-z0-9+.-]{0,30}:\/\/|urn:)\S+/gi,
  /\+(?:[. ]?\d){8,15}(?!\d)/g,
  /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi,
  /\b(?=\d*[a-f])[0-9a-f]{32,}\b/gi,
];
/** What separates words, numbers and numbers in groups; a space or dot may stand inside a group. */
const BETWEEN = /[^\p{L}\d_+. ]+/u;
const NUMBER = /^\.*\d+(?:\.\d+)*\.*$/;
/** How people break up a citizen service number inside a longer row of numbers. */
const USUAL_GROUPS = ['3 3 3', '4 2 3'];

/**
 * Whether a text holds what may be a citizen service number (BSN): nine digits on their own, written together or in
 * groups, that pass the eleven-test. One in eleven nine-digit numbers does, so this asks for a look and proves nothing.
 * The digits themselves never leave this file.
 */
export function possibleBsn(text: string): boolean {
  if (!/\p{Nd}/u.test(text)) return false;
  const words = MACHINE_WRITTEN.reduce((left, pattern) => left.replace(pattern, ' - '), text.normalize('NFKC'));
  return words.split(BETWEEN).some((part) => rowsOfNumbers(part).some((row) => nineDigitsIn(row).some(passesElevenTest)));
}

/** Numbers that follow each other with nothing but spaces between them. */
function rowsOfNumbers(part: string): string[][] {
  const rows: string[][] = [[]];
  for (const word of part.split(' ')) {
    if (NUMBER.test(word)) rows.at(-1)!.push(word.replace(/^\.+|\.+$/g, ''));
    else if (word !== '') rows.push([]);
  }
  return rows;
}

/** Every way to read nine digits from a row: one number, the whole row, or three neighbours in a usual shape. */
function nineDigitsIn(row: readonly string[]): string[] {
  const threes = row
    .map((_, index) => row.slice(index, index + 3))
    .filter((groups) => USUAL_GROUPS.includes(groups.map((group) => group.length).join(' ')));
  return [...row, row.join(''), ...threes.map((groups) => groups.join(''))]
    .map((digits) => digits.replaceAll('.', ''))
    .filter((digits) => digits.length === 9);
}

/** Σ(9,8,7,6,5,4,3,2,−1)·d divisible by eleven, and not all zeros. */
function passesElevenTest(digits: string): boolean {
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (index === 8 ? -1 : 9 - index), 0);
  return sum % 11 === 0 && digits !== '000000000';
}
