import { readFileSync } from 'node:fs';

export interface ResidentMemory {
  /** What only this process holds. */
  readonly ownBytes: number;
  /** Pages of files, which the system keeps for as long as nobody else needs the room. */
  readonly mappedBytes: number;
}

/** What this process holds in memory; where the system does not tell them apart, all of it is its own. */
export function residentMemory(): ResidentMemory {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    const bytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1_024;
    return { ownBytes: bytes('RssAnon'), mappedBytes: bytes('RssFile') + bytes('RssShmem') };
  } catch {
    return { ownBytes: process.memoryUsage.rss(), mappedBytes: 0 };
  }
}
