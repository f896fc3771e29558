import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readConfiguration } from './configuration.js';

/** Every variable that is asked for while the configuration is read. */
function variables(): string[] {
  const asked = new Set<string>();
  const environment = new Proxy<Record<string, string>>({}, { get: (_, name) => void asked.add(String(name)) });
  readConfiguration(environment);
  return [...asked].filter((name) => /^[A-Z_]+$/.test(name));
}

/** Rows of the page's table: variable, bound, default, consequence. */
function listed(): string[][] {
  const page = readFileSync(new URL('../../../docs/configuration.md', import.meta.url), 'utf8');
  return page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.replaceAll('`', '').trim()),
    );
}

describe('the page of settings', () => {
  it('lists every variable that is read, and no other', () => {
    expect(variables().length).toBeGreaterThan(0);
    expect(listed().map(([name]) => name)).toEqual(variables());
  });

  it('gives the defaults as they are', () => {
    const { port, dataDir, demo, logLevel, readers, origins } = readConfiguration({});
    const defaults = [port, dataDir, demo, logLevel, readers, origins.join(',') || 'none'].map(String);
    expect(listed().map(([, , given]) => given)).toEqual(defaults);
  });

  it('gives a bound and a consequence for each', () => {
    for (const [, bound, , consequence] of listed()) expect([bound, consequence]).not.toContain('');
  });
});
