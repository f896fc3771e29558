import type { CatalogueEntry } from './event-catalogue.js';
import { narrowings } from './schema-narrowing.js';

/**
 * What the current catalogue would break of events stored under the committed one, in sentences. A stored event is never
 * changed: what was valid data of a version stays so. New types, new versions and new optional fields break nothing.
 */
export function breakingChanges(committed: readonly CatalogueEntry[], current: readonly CatalogueEntry[]): string[] {
  return committed.flatMap((before) => {
    const { type, version } = before;
    const now = current.find((entry) => entry.type === type);
    if (!now) return [`${type} is gone: logs hold it, so that its definition stays for ever`];
    const of = `${type} v${version}`;
    if (now.version < version) return [`${of} went back to version ${now.version}: logs hold the newer one`];
    const moved =
      now.aggregate === before.aggregate ? [] : [`${of} moved from ${before.aggregate} to ${now.aggregate}: its streams do not`];
    // A newer version reads the older one through its upcaster, which the event fixtures prove.
    if (now.version > version) return moved;
    const unsealed = before.personalFields
      .filter((field) => !now.personalFields.includes(field))
      .map((field) => `${of}: ${field} is no longer personal, but stored events hold it sealed`);
    const narrowed = narrowings(before.data, now.data).map((change) => `${of}: ${change}; make it version ${version + 1} with an upcaster`);
    return [...moved, ...unsealed, ...narrowed];
  });
}
