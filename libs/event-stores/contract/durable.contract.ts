import { describe } from '@jest/globals';
import { damageContract } from './damage.contract.js';
import type { DurableOpener } from './durable-process.js';
import { failingDiskContract } from './failing-disk.contract.js';
import { killNineContract } from './kill-nine.contract.js';
import { processesContract } from './processes.contract.js';

export interface DurableHarness {
  /** URL of a module that is a DurableOpener: other processes import it too. */
  readonly opener: string;
  /** The file in the folder that holds the events once the store is closed. */
  readonly file: string;
  /** The file that has to be synced before an append is acknowledged. */
  readonly syncedFile: string;
}

export interface DurableCase extends DurableHarness, DurableOpener {}

/** What a store on files promises on top of the port, whatever happens to its process and its disk. */
export async function eventStoreDurableContract(name: string, harness: DurableHarness): Promise<void> {
  const { openWriter, openReader } = (await import(harness.opener)) as DurableOpener;
  const durable: DurableCase = { ...harness, openWriter, openReader };
  describe(`${name} is durable`, () => {
    killNineContract(durable);
    processesContract(durable);
    failingDiskContract(durable);
    damageContract(durable);
  });
}
