import { describe, expect, it } from '@jest/globals';
import { readMandateRegister } from '../../../libs/interop/mandate-register/read-register.js';
import { mandateReport } from './mandate-report.js';
import { needsAttention, registerResult } from './mandate-result.js';
import { planMandates } from './plan-mandates.js';
import type { StepResult } from './step.js';

const HEADER =
  'Nr;Soort;Bevoegdheid;Wettelijke grondslag;Bevoegd orgaan;Gemandateerde;Ondermandaat aan;Beperkingen;Ingangsdatum;Vindplaats';
const SOUND =
  'S1.1;Mandaat;Toekennen van voorzieningen;Wmo 2015 art. 2.3.5;Burgemeester en wethouders;Teammanager Wmo;Consulent Wmo;;01-01-2025;gmb-2024-500001';
const municipality = { id: '6f1c1f3e-0d0f-4c53-9a30-111111111111', name: 'Gemeente Rivierenoord' };
const situation = {
  municipality,
  file: 'register.csv',
  attester: 'the administrator',
  bodies: {},
  posts: new Map(),
  organisations: new Map(),
  mandates: new Map(),
};

function imported(rows: string[], results?: ReadonlyMap<string, StepResult>) {
  const reading = readMandateRegister([HEADER, ...rows, ''].join('\n'));
  const plan = planMandates(reading, situation);
  const all = [...plan.parties, ...plan.posts, ...plan.rows.flatMap(({ mandates }) => mandates.flatMap(({ step }) => step ?? []))];
  const outcome = results && { results: new Map([...all.map(({ id }): [string, StepResult] => [id, { kind: 'recorded' }]), ...results]) };
  return { plan, result: registerResult({ reading, plan, municipality, file: 'register.csv', ...outcome }) };
}

describe('the result of an import', () => {
  it('counts in a dry run what a commit would record', () => {
    const { result } = imported([SOUND]);
    expect(result).toMatchObject({
      committed: false,
      rows: { toRecord: 1 },
      mandates: { toRecord: 2, recorded: 0 },
      posts: { toRecord: 2 },
    });
    expect(needsAttention(result)).toBe(false);
    const text = mandateReport(result, 'en').join('\n');
    expect(text).toContain('dry run');
    expect(text).toContain(
      'Needed first and not in the ledger yet:\n  College van burgemeester en wethouders van Rivierenoord\n  Teammanager Wmo\n  Consulent Wmo',
    );
    expect(text).toContain('2 mandates (1 first-level, 1 sub): 2 to record, 0 found');
  });

  it('says so when one mandate of a row fails, and that the row is incomplete', () => {
    const { plan } = imported([SOUND]);
    const sub = plan.rows[0]?.mandates[1];
    const failure = { code: 'M10', message: { nl: 'mag niet', en: 'may not' } };
    const { result } = imported([SOUND], new Map([[sub?.id ?? '', { kind: 'failed', failure }]]));
    expect(result).toMatchObject({ rows: { recorded: 0, incomplete: 1 }, mandates: { recorded: 1, failed: 1 } });
    expect(needsAttention(result)).toBe(true);
    expect(mandateReport(result, 'nl').join('\n')).toContain('regel 2 (S1.1) college → Consulent Wmo: M10: mag niet');
  });

  it('shows of a row that cannot be read where, why, and what was expected', () => {
    const { result } = imported([SOUND, `${SOUND.replace('S1.1', 'S1.2')};een veld te veel`]);
    expect(needsAttention(result)).toBe(true);
    const text = mandateReport(result, 'nl').join('\n');
    expect(text).toMatch(/regel 3 \(S1\.2\), kolom \d+.*: TOO_MANY_FIELDS \(verwacht 10, gevonden 11\)/u);
    expect(text).toContain('2 rijen gelezen: 1 vast te leggen, 0 gevonden, 1 gemeld');
  });
});
