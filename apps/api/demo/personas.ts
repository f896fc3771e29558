import { isDeepStrictEqual } from 'node:util';
import type { Directory } from '../../../libs/access/directory.js';
import type { Role } from '../../../libs/ledger/aggregate.js';
import { nameId, subjectIdOf } from '../../../libs/ledger/ids.js';

/** Names of the demo become ids in this namespace, the same in every demo ledger. */
const DEMO = '5a9b6f0e-7f0c-5d6b-8f5d-2b8a0c1d4e37';

/** Command id of a named step of the story. */
export function stepId(name: string): string {
  return nameId(DEMO, `step ${name}`);
}

/** Id of what a named step created. */
export function made(name: string): string {
  return subjectIdOf(stepId(name));
}

/** Pseudonymous id of a persona's person. */
export function person(persona: string): string {
  return nameId(DEMO, `person ${persona}`);
}

interface Persona {
  readonly persona: string;
  readonly name: string;
  /** Step that registers the party they speak for. */
  readonly party: string | null;
  readonly role: Role;
}

/** Everyone who acts in the story. Fictional, every one of them. */
export const PERSONAS: readonly Persona[] = [
  { persona: 'college', name: 'Burgemeester en wethouders', party: 'college', role: 'member' },
  { persona: 'mayor', name: 'De burgemeester', party: 'mayor', role: 'member' },
  { persona: 'council', name: 'De gemeenteraad', party: 'council', role: 'member' },
  { persona: 'registrar', name: 'De registrator', party: 'municipality', role: 'registrar' },
  { persona: 'municipal-secretary', name: 'De gemeentesecretaris', party: 'municipality', role: 'member' },
  { persona: 'director-social-domain', name: 'De directeur Sociaal Domein', party: 'municipality', role: 'member' },
  { persona: 'team-manager', name: 'De teammanager Samenleving', party: 'municipality', role: 'member' },
  { persona: 'programme-manager', name: 'De programmamanager Samen Sterk', party: 'municipality', role: 'member' },
  { persona: 'welzijn-director', name: 'De directeur van Welzijn', party: 'welzijn', role: 'member' },
  { persona: 'welzijn-board', name: 'De bestuursvoorzitter van Welzijn', party: 'welzijn', role: 'member' },
  { persona: 'de-brug', name: 'De bestuurder van De Brug', party: 'de-brug', role: 'member' },
  { persona: 'de-kade', name: 'De trekker van De Kade', party: 'de-kade', role: 'member' },
  { persona: 'adviser', name: 'De onderzoeker van Bureau Meetlat', party: 'meetlat', role: 'member' },
  { persona: 'auditor', name: 'De rekenkamer', party: 'rekenkamer', role: 'auditor' },
  { persona: 'resident', name: 'Een inwoner', party: null, role: 'resident' },
];

/** Makes the personas known, so that `convenant token --persona NAME` works on a demo ledger. */
export async function introducePersonas(directory: Directory): Promise<void> {
  const known = new Map((await directory.all()).map((one) => [one.id, one]));
  for (const { persona, name, party, role } of PERSONAS) {
    const introduced = { id: person(persona), persona, name, party: party && made(party), role };
    if (!isDeepStrictEqual(known.get(introduced.id), introduced)) await directory.save(introduced);
  }
}
