/** A text for people, in the two languages every refusal speaks. */
export interface BilingualText {
  readonly nl: string;
  readonly en: string;
}

/** A reference to one exact event of another stream: what a decision was based on, answerable for ever. */
export interface Pin {
  readonly stream: string;
  readonly revision: number;
  readonly eventId: string;
}

/** A business rule said no. A refusal is a value, never an exception. */
export interface Refusal {
  /** The rule, e.g. `M4`; see libs/law. */
  readonly ruleId: string;
  readonly title: BilingualText;
  readonly detail: BilingualText;
  /** The article, e.g. `Awb 10:5 lid 2`; null for a rule of our own. */
  readonly legalBasis: string | null;
  /** What the rule looked at, the failing link first. */
  readonly pins: readonly Pin[];
}
