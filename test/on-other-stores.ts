import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Runs the tests over HTTP, the story among them, on every other combination of stores: what a user sees must not depend on where a ledger is
 * kept. The first run of the tests has the embedded ones.
 */
const COMBINATIONS = [
  { CONVENANT_TEST_STORE: 'eventstoredb' },
  { CONVENANT_TEST_VIEWS: 'postgres' },
  { CONVENANT_TEST_STORE: 'eventstoredb', CONVENANT_TEST_VIEWS: 'postgres' },
] as const;

/** Moves between logs that it names itself: on another log it would be the same test again. */
const LOG_OF_ITS_OWN = 'moving.e2e-spec.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', 'dist/test/acceptance', 'dist/test/e2e'];

for (const stores of COMBINATIONS) {
  console.log(
    `\nOver HTTP with ${Object.entries(stores)
      .map(([name, value]) => `${name}=${value}`)
      .join(' ')}`,
  );
  const same = 'CONVENANT_TEST_STORE' in stores ? ['--testPathIgnorePatterns', LOG_OF_ITS_OWN] : [];
  const { status } = spawnSync(process.execPath, [...jest, ...same], { cwd: root, stdio: 'inherit', env: { ...process.env, ...stores } });
  if (status !== 0) process.exit(status ?? 1);
}
