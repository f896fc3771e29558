import type { Finding } from '../../law/rules.js';
import type { Audience } from '../../ledger/envelope.js';
import type { LocalDate } from '../../ledger/local-date.js';

/** Days on which something is not in order. */
export interface FoundDuring {
  readonly finding: Finding;
  readonly from: LocalDate;
  /** The day on which it was put right, or fell away; null while it stands. */
  readonly until: LocalDate | null;
}

/** A warning or finding that stands, who may see it and whom it concerns. */
export interface OpenFinding extends FoundDuring {
  readonly audience: Audience;
  /** Parties in whose list it stands. */
  readonly parties: readonly string[];
}

/** What of an aggregate is or was not in order, in a state. Pure: it follows from the state alone, for every day. */
export type OpenFindings<State> = (state: State, id: string) => readonly OpenFinding[];

/**
 * What events recorded, with the day of each. A warning is about what runs and falls away with it; a fact that was not in order
 * stays so until something puts it right.
 */
export function recordedFindings(
  { findings, foundOn }: { readonly findings: readonly Finding[]; readonly foundOn: readonly LocalDate[] },
  subjectEnds: LocalDate | undefined,
  putRight: (one: Finding) => LocalDate | undefined = () => undefined,
): FoundDuring[] {
  return findings.map((finding, index) => {
    const ends = finding.effect === 'W' ? [putRight(finding), subjectEnds] : [putRight(finding)];
    const [until = null] = ends.filter((day) => day !== undefined).sort();
    return { finding, from: foundOn[index] as LocalDate, until };
  });
}

/** What is not in order day by day as stretches: days with the same finding that adjoin are one, and so are equal findings of a day. */
export function throughDays(starts: readonly LocalDate[], findingsOn: (day: LocalDate) => readonly Finding[]): FoundDuring[] {
  const closed: FoundDuring[] = [];
  let open = new Map<string, FoundDuring>();
  for (const day of starts) {
    const now = new Map(findingsOn(day).map((finding) => [`${finding.ruleId} ${finding.detail.en}`, finding]));
    for (const [name, one] of open) if (!now.has(name)) closed.push({ ...one, until: day });
    open = new Map([...now].map(([name, finding]) => [name, open.get(name) ?? { finding, from: day, until: null }]));
  }
  return [...closed, ...open.values()];
}
