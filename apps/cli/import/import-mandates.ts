import { readMandateRegisterFile } from '../../../libs/interop/mandate-register/read-register.js';
import { ADMINISTRATOR } from '../../api/node/ledger-node.js';
import type { LedgerClient } from '../client/ledger-client.js';
import { findParty, type FoundParty } from '../client/parties.js';
import { withSession } from '../client/session.js';
import { EXIT } from '../exit-codes.js';
import { CliFailure } from '../failure.js';
import type { Outcome } from '../outcome.js';
import type { CliSettings } from '../settings.js';
import { readSource, refuseUnreadable } from './import-source.js';
import { mandateReport } from './mandate-report.js';
import { needsAttention, registerResult } from './mandate-result.js';
import { planMandates, type MandatePlan } from './plan-mandates.js';
import { readSituation } from './read-situation.js';
import { StepRecorder } from './record-steps.js';
import type { StepResult } from './step.js';
import type { Language } from './wording.js';

export interface MandateImport {
  readonly path: string;
  /** Id, exact name or identifier of the municipality. */
  readonly forParty: string;
  readonly commit: boolean;
  readonly language: Language;
}

/** Imports a municipal mandate register. A repeat completes what an earlier run left out, and doubles nothing. */
export async function importMandates(settings: CliSettings, { path, forParty, commit, language }: MandateImport): Promise<Outcome> {
  const { file, bytes } = readSource(path);
  const reading = readMandateRegisterFile(bytes);
  refuseUnreadable(reading.problem, file, language);
  return withSession(settings, async ({ client }) => {
    await client.caughtUp();
    const municipality = municipalityOf(await findParty(client, forParty));
    const plan = planMandates(reading, await readSituation(client, reading, { municipality, file, attester: ADMINISTRATOR.person }));
    const results = commit ? { results: await recordPlan(client, plan) } : {};
    const result = registerResult({ reading, plan, municipality, file, ...results });
    return { exitCode: needsAttention(result) ? EXIT.findings : EXIT.done, lines: mandateReport(result, language), json: result };
  });
}

/** Parties, then posts, then mandates; each row's mandates one after the other, since a sub-mandate rests on its parent. */
async function recordPlan(client: LedgerClient, { parties, posts, rows }: MandatePlan): Promise<ReadonlyMap<string, StepResult>> {
  const mandates = rows.map((row) => row.mandates.flatMap(({ step }) => step ?? []));
  const recorder = new StepRecorder(client, { label: 'steps recorded', total: parties.length + posts.length + mandates.flat().length });
  try {
    for (const groups of [parties.map((step) => [step]), posts.map((step) => [step]), mandates]) await recorder.recordAll(groups);
    return recorder.results;
  } finally {
    recorder.end();
  }
}

function municipalityOf({ id, name, kind }: FoundParty): { id: string; name: string } {
  if (kind === 'MUNICIPALITY') return { id, name };
  throw new CliFailure(
    EXIT.usage,
    'NOT_A_MUNICIPALITY',
    `${name} is a ${kind}; a mandate register speaks of a council, a college and a mayor, so give --for a municipality.`,
  );
}
