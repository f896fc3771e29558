import type { LoadedStreams, Need } from '../../../ledger/aggregate.js';
import type { LocalDate } from '../../../ledger/local-date.js';
import { detailsOn, party, type PartyKind } from '../party/party.js';

/** Wholes by themselves, whatever they are a member of: a municipality's college never belongs to its region. */
const WHOLES: ReadonlySet<PartyKind> = new Set(['MUNICIPALITY', 'PROVINCE', 'WATER_BOARD', 'CARIBBEAN_PUBLIC_BODY', 'REGION']);

/** The whole a party belongs to: the municipality of a college or a department, an organisation itself. */
export function organisationOf(id: string, on: LocalDate, loaded: LoadedStreams): string {
  const line = [id];
  for (;;) {
    const current = line.at(-1) as string;
    const { exists, state } = loaded.of(party, current);
    const above = exists && !WHOLES.has(state.kind) ? detailsOn(state, on).partOf : undefined;
    // A circle of parts has no whole; where it closes counts as one.
    if (above === undefined || line.includes(above)) return current;
    line.push(above);
  }
}

/** The streams `organisationOf` reads, whatever the date. Asked again until it adds nothing. */
export function organisationNeeds(id: string, loaded: LoadedStreams): Need[] {
  const found = new Set([id]);
  for (const one of found) {
    const { exists, state } = loaded.of(party, one);
    if (!exists || WHOLES.has(state.kind)) continue;
    for (const { value } of state.details) if (value.partOf) found.add(value.partOf);
  }
  return [...found].map((one) => ({ aggregate: party.name, id: one }));
}
