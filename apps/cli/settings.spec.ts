import { describe, expect, it } from '@jest/globals';
import { readSettings } from './settings.js';

const DATA = { CONVENANT_DATA_DIR: '/somewhere' };

describe('settings of the command line', () => {
  it.each([
    [{}, {}, '/somewhere/demo', 'on'],
    [{}, { CONVENANT_DEMO: 'off' }, '/somewhere/ledger', 'off'],
    [{ ledger: 'real' }, {}, '/somewhere/ledger', 'off'],
    [{ ledger: 'demo' }, { CONVENANT_DEMO: 'off' }, '/somewhere/demo', 'on'],
    [{ ledger: 'demo' }, { CONVENANT_DEMO: 'empty' }, '/somewhere/demo', 'empty'],
    [{ dataDir: '/elsewhere' }, {}, '/elsewhere/demo', 'on'],
  ] as const)('%j with %j in the environment is %s', (options, environment, folder, demo) => {
    const settings = readSettings(options, { ...DATA, ...environment });
    expect(settings).toMatchObject({ folder, server: { demo, port: 0, logLevel: 'silent' } });
  });

  it('names a wrong setting on one line', () => {
    expect(() => readSettings({}, { ...DATA, CONVENANT_DEMO: 'perhaps' })).toThrow(/^[^\n]*CONVENANT_DEMO[^\n]*$/u);
  });
});
