import type { Rule, RuleEffect } from './rule.js';
import { RULES } from './rules.js';

/** What each effect does; the type keeps this list complete. */
const MEANING: Readonly<Record<RuleEffect, readonly [live: string, outside: string]>> = {
  B: ['refused', 'recorded, with a finding'],
  W: ['recorded, with a warning', 'recorded, with a warning'],
  F: ['recorded, with a finding', 'recorded, with a finding'],
  '—': ['a permission or a computation: stops nobody', 'the same'],
};
const EFFECTS = Object.entries(MEANING).map(([effect, [live, outside]]) => [effect, live, outside]);

/** The text of docs/rules.md. It is made from the rules themselves, so that the page cannot say anything else than the ledger does. */
export function rulesPage(): string {
  return `# Rules

Every rule that a refusal, a warning or a finding can name: \`ruleId\` in the API. Generated from \`libs/law\` by \`npm run generate\`.
**An aid, not legal advice.** A rule is listed as soon as it is written down; the [README](../README.md) says what is recorded today.

${table(['Effect', 'By default, on a live act (grant, take, sign, consent)', 'On what happened outside (`register…`, imports)'], EFFECTS)}

The article is the rule's first; a refusal names another (\`legalBasis\`) where that one applies. "own" marks a rule of our own: no article
stands behind it, the ledger's coherence does. Texts: [Awb](https://wetten.overheid.nl/BWBR0005537),
[Gemeentewet](https://wetten.overheid.nl/BWBR0005416). Words: [glossary](glossary.md).

${table(['Rule', 'Effect', 'Article', 'Nederlands', 'English'], Object.entries<Rule>(RULES).map(row))}
`;
}

function row([ruleId, { effect, legalBasis, title }]: [string, Rule]): string[] {
  return [ruleId, effect, legalBasis ?? 'own', title.nl, title.en];
}

/** Padded as the formatter would, so that a generated page passes the same check as a written one. */
function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column, at) => Math.max(column.length, ...rows.map((cells) => cells[at]?.length ?? 0)));
  const line = (cells: readonly string[], filler = ' '): string =>
    `| ${widths.map((width, at) => (cells[at] ?? '').padEnd(width, filler)).join(' | ')} |`;
  return [line(columns), line([], '-'), ...rows.map((cells) => line(cells))].join('\n');
}
