import { describe, expect, it } from '@jest/globals';
import { decodeUtf8 } from './decode-utf8.js';

const bytes = (...parts: (string | number)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))));

describe('decoding an import file', () => {
  it('gives the text without its byte order mark', () => {
    expect(decodeUtf8(bytes(0xef, 0xbb, 0xbf, 'Coördinator €'))).toEqual({ kind: 'text', text: 'Coördinator €' });
  });

  it('names line and field of a Windows-1252 character', () => {
    const decoded = decodeUtf8(bytes('Nr;Soort\ncaf€;x\nA;B;Co', 0xf6, 'rdinator;C\n', 0xff));
    expect(decoded).toMatchObject({ kind: 'unreadable', problem: { code: 'NOT_UTF8', line: 3, column: 3, expected: 'UTF-8' } });
  });

  it('counts fields by the delimiter of the file', () => {
    expect(decodeUtf8(bytes('a,b,c;', 0xe9, ','), ',')).toMatchObject({ problem: { line: 1, column: 3 } });
  });

  it('recognises UTF-16 and says so', () => {
    const decoded = decodeUtf8(bytes(0xff, 0xfe, 'N', 0, 'r', 0));
    expect(decoded).toMatchObject({ kind: 'unreadable', problem: { line: 1, column: 1 } });
    expect(JSON.stringify(decoded)).toContain('UTF-16');
  });

  it('reports a character that the end of the file cuts off', () => {
    expect(decodeUtf8(bytes('a\nb;', 0xe2, 0x82))).toMatchObject({ kind: 'unreadable', problem: { line: 2, column: 2 } });
  });
});
