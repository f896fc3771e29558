import { nameId } from '../../../libs/ledger/ids.js';
import type { OrganisationsReading, PlannedParty, ReadOrganisation } from '../../../libs/interop/organisations/organisation-reading.js';
import { stepFor, type Step } from './step.js';

/** Organisations of the TOOI lists become command ids in this namespace, the same in every ledger. */
const TOOI = '0b1d9a53-6c57-5f0e-9a43-6c1f6f0b7d21';

/** A party that has the TOOI URI already. */
export interface KnownOrganisation {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

export interface OrganisationsSituation {
  /** The file, without its folder. */
  readonly file: string;
  /** By TOOI URI. */
  readonly known: ReadonlyMap<string, KnownOrganisation>;
  /** What an earlier import registered, by TOOI URI, of parties that have been changed since. */
  readonly registered?: ReadonlyMap<string, Pick<KnownOrganisation, 'name' | 'kind'>>;
}

export interface PlannedOrganisation {
  readonly row: ReadOrganisation;
  /** `different`: the ledger has it under another name or kind, which stays. */
  readonly state: 'new' | 'found' | 'different';
  readonly known?: KnownOrganisation;
  readonly step?: Step;
}

export function organisationCommandIdOf({ tooiUri }: Pick<PlannedParty, 'tooiUri'>): string {
  return nameId(TOOI, tooiUri);
}

/** What has to be recorded so that the ledger knows every organisation of the file. Pure. */
export function planOrganisations({ rows }: OrganisationsReading, situation: OrganisationsSituation): PlannedOrganisation[] {
  return rows
    .filter((row) => row.kind === 'read')
    .map((row) => {
      const { party } = row;
      const known = situation.known.get(party.tooiUri);
      if (!known) return { row, state: 'new', step: organisationStep(party, situation.file) };
      const registered = situation.registered?.get(party.tooiUri);
      const state = says(known, party) || (registered !== undefined && says(registered, party)) ? 'found' : 'different';
      return { row, state, known };
    });
}

/** Who lives on and who was dissolved is not in the lists, so nothing is said of it. */
function organisationStep(party: PlannedParty, file: string): Step {
  const { name, kind, tooiUri, cbsCode } = party;
  return stepFor({
    command: 'RegisterParty',
    commandId: organisationCommandIdOf(party),
    name,
    input: {
      name,
      kind,
      identifiers: [{ scheme: 'TOOI', value: tooiUri }, ...(cbsCode === undefined ? [] : [{ scheme: 'CBS', value: cbsCode }])],
      source: file,
    },
    needs: [],
  });
}

function says(known: Pick<KnownOrganisation, 'name' | 'kind'>, { name, kind }: PlannedParty): boolean {
  return known.name === name && known.kind === kind;
}
