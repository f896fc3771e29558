import type { FileProblem } from './import-file.js';

export type DecodedFile = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'unreadable'; readonly problem: FileProblem };

const LF = 10;

/** Bytes of an import file as text, without a byte order mark. Other encodings are reported, never guessed. */
export function decodeUtf8(bytes: Uint8Array, delimiter: ';' | ',' = ';'): DecodedFile {
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { kind: 'unreadable', problem: notUtf8(bytes, delimiter) };
  }
}

function notUtf8(bytes: Uint8Array, delimiter: string): FileProblem {
  const before = bytes.subarray(0, validPrefix(bytes));
  const lineStart = before.lastIndexOf(LF) + 1;
  const line = before.reduce((count, byte) => (byte === LF ? count + 1 : count), 1);
  const column = new TextDecoder().decode(before.subarray(lineStart)).split(delimiter).length;
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const looksLike = utf16 ? { nl: ' (het lijkt UTF-16)', en: ' (it looks like UTF-16)' } : { nl: '', en: '' };
  return {
    line,
    column,
    columnName: null,
    code: 'NOT_UTF8',
    expected: 'UTF-8',
    message: {
      nl: `Op regel ${line}, veld ${column} staat een teken dat geen UTF-8 is${looksLike.nl}. Bewaar het bestand als “CSV UTF-8” en importeer opnieuw.`,
      en: `Line ${line}, field ${column} holds a character that is not UTF-8${looksLike.en}. Save the file as “CSV UTF-8” and import again.`,
    },
  };
}

/** How many bytes can be read before the first one that cannot. A sequence that the end cuts off counts as readable. */
function validPrefix(bytes: Uint8Array): number {
  let readable = 0;
  let tooFar = bytes.length + 1;
  while (tooFar - readable > 1) {
    const middle = (readable + tooFar) >> 1;
    if (decodes(bytes.subarray(0, middle))) readable = middle;
    else tooFar = middle;
  }
  return readable;
}

function decodes(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
