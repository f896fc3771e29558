import type { StepFailure } from './step.js';

export const LANGUAGES = ['nl', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What an import says of itself; the reasons of rows come from the reader and the rules, in both languages. */
const TEXTS = {
  dryRun: {
    nl: 'proef: er wordt niets vastgelegd; geef --commit om vast te leggen',
    en: 'dry run: nothing is recorded; give --commit to record',
  },
  committed: { nl: 'vastgelegd', en: 'recorded' },
  line: { nl: 'regel', en: 'line' },
  lines: { nl: 'regels', en: 'lines' },
  column: { nl: 'kolom', en: 'column' },
  expected: { nl: 'verwacht', en: 'expected' },
  found: { nl: 'gevonden', en: 'found' },
  reported: { nl: 'Niet te lezen', en: 'Cannot be read' },
  warnings: { nl: 'Let op', en: 'Note' },
  notRecorded: { nl: 'Niet vastgelegd', en: 'Not recorded' },
  neededFirst: { nl: 'Eerst nodig en nog niet in het grootboek', en: 'Needed first and not in the ledger yet' },
  madeFirst: { nl: 'Eerst in het grootboek gezet', en: 'Put in the ledger first' },
  toRecord: { nl: 'vast te leggen', en: 'to record' },
  wasRecorded: { nl: 'vastgelegd', en: 'recorded' },
  wasFound: { nl: 'gevonden', en: 'found' },
  different: { nl: 'anders vastgelegd', en: 'recorded otherwise' },
  failed: { nl: 'geweigerd', en: 'failed' },
  incomplete: { nl: 'onvolledig', en: 'incomplete' },
  rowsReported: { nl: 'gemeld', en: 'reported' },
  rowsRead: { nl: 'rijen gelezen', en: 'rows read' },
  mandates: { nl: 'mandaten', en: 'mandates' },
  firstLevel: { nl: 'eerste niveau', en: 'first-level' },
  sub: { nl: 'ondermandaat', en: 'sub' },
  kinds: { nl: 'soorten', en: 'kinds' },
  by: { nl: 'door', en: 'by' },
  inForce: { nl: 'in werking op de ingangsdatum', en: 'in force at their start' },
  awaiting: { nl: 'wacht op instemming', en: 'awaiting consent' },
  withLimit: { nl: 'met een grensbedrag', en: 'with a limit' },
  mandaat: { nl: 'mandaat', en: 'mandaat' },
  volmacht: { nl: 'volmacht', en: 'volmacht' },
  machtiging: { nl: 'machtiging', en: 'machtiging' },
  delegation: { nl: 'delegatie', en: 'delegation' },
  signing: { nl: 'ondertekeningsmandaat', en: 'signing mandate' },
  college: { nl: 'college', en: 'college' },
  mayor: { nl: 'burgemeester', en: 'mayor' },
  council: { nl: 'gemeenteraad', en: 'council' },
  posts: { nl: 'functies', en: 'posts' },
  organisations: { nl: 'organisaties', en: 'organisations' },
  keptAsItWas: {
    nl: 'stond al in het grootboek met andere inhoud en is niet gewijzigd. Wijzig het in het grootboek, of geef de rij een eigen Nr.',
    en: 'was in the ledger already with other content and was not changed. Amend it in the ledger, or give the row a Nr of its own.',
  },
  known: {
    nl: 'staat in het grootboek als “{name}” ({kind}) en is niet gewijzigd. Wijzig het in het grootboek als het bestand gelijk heeft.',
    en: 'is in the ledger as “{name}” ({kind}) and was not changed. Amend it in the ledger if the file is right.',
  },
} as const satisfies Record<string, Readonly<Record<Language, string>>>;

export type Say = (key: keyof typeof TEXTS) => string;

export function wordsIn(language: Language): Say {
  return (key) => TEXTS[key][language];
}

export function failureText({ code, message }: StepFailure, language: Language): string {
  return `${code}: ${message[language]}`;
}
