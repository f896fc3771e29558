import type { OrganisationsReading } from '../../../libs/interop/organisations/organisation-reading.js';
import { readOrganisationsFile } from '../../../libs/interop/organisations/read-organisations.js';
import type { LedgerClient } from '../client/ledger-client.js';
import { holdsLedger } from '../client/ledger-folder.js';
import { allParties } from '../client/parties.js';
import { withSession } from '../client/session.js';
import { EXIT } from '../exit-codes.js';
import type { Outcome } from '../outcome.js';
import type { CliSettings } from '../settings.js';
import { readSource, refuseUnreadable } from './import-source.js';
import { organisationReport, organisationsResult, type OrganisationsResult } from './organisation-report.js';
import { organisationCommandIdOf, planOrganisations, type KnownOrganisation, type OrganisationsSituation } from './plan-organisations.js';
import { recordedBy } from './recorded-by.js';
import { StepRecorder } from './record-steps.js';
import type { Language } from './wording.js';

export interface OrganisationImport {
  readonly path: string;
  readonly commit: boolean;
  readonly language: Language;
}

/** Imports public organisations from the TOOI value lists; the TOOI URI is the key. */
export async function importOrganisations(settings: CliSettings, { path, commit, language }: OrganisationImport): Promise<Outcome> {
  const { file, bytes } = readSource(path);
  const reading = readOrganisationsFile(bytes);
  refuseUnreadable(reading.problem, file, language);
  const result = await resultOf(settings, { reading, file, commit });
  const { reported, different, failed } = result.organisations;
  return {
    exitCode: reported + different + failed > 0 ? EXIT.findings : EXIT.done,
    lines: organisationReport(result, language),
    json: result,
  };
}

async function resultOf(
  settings: CliSettings,
  { reading, file, commit }: { reading: OrganisationsReading; file: string; commit: boolean },
): Promise<OrganisationsResult> {
  // Opening a ledger that is not there would found it, and a dry run changes nothing.
  if (!commit && !(await holdsLedger(settings))) {
    return organisationsResult({ reading, file, planned: planOrganisations(reading, { file, known: new Map() }) });
  }
  return withSession(settings, async ({ client }) => {
    await client.caughtUp();
    const planned = planOrganisations(reading, await situationOf(client, reading, file));
    if (!commit) return organisationsResult({ reading, file, planned });
    const steps = planned.flatMap(({ step }) => (step ? [[step]] : []));
    const recorder = new StepRecorder(client, { label: 'organisations recorded', total: steps.length });
    try {
      await recorder.recordAll(steps);
    } finally {
      recorder.end();
    }
    return organisationsResult({ reading, file, planned, results: recorder.results });
  });
}

async function situationOf(client: LedgerClient, reading: OrganisationsReading, file: string): Promise<OrganisationsSituation> {
  const known = new Map(
    (await allParties(client)).flatMap(({ id, name, kind, identifiers }) =>
      identifiers.filter(({ scheme }) => scheme === 'TOOI').map(({ value }): [string, KnownOrganisation] => [value, { id, name, kind }]),
    ),
  );
  // A party that was renamed since is still what the file named when it was imported.
  const changed = planOrganisations(reading, { file, known }).filter(({ state }) => state === 'different');
  const recorded = await recordedBy(
    client,
    changed.map(({ row }) => organisationCommandIdOf(row.party)),
  );
  const registered = new Map(
    changed.flatMap(({ row: { party } }): [string, KnownOrganisation][] => {
      const event = recorded.get(organisationCommandIdOf(party));
      return event?.type === 'PartyRegistered' ? [[party.tooiUri, event.data as KnownOrganisation]] : [];
    }),
  );
  return { file, known, registered };
}
