import type { Setting } from './setting.js';
import { SETTINGS } from './settings.js';

/** The text of docs/configuration.md. It is made from the settings themselves, so that the page cannot say anything else than the server does. */
export function configurationPage(): string {
  const parts = Object.entries(SETTINGS).map(([about, settings]) => `## ${about}\n\n${table(Object.entries<Setting>(settings))}\n`);
  return `# Configuration

Environment variables, read once at start. A wrong one stops the start, with every problem listed. An empty one counts as absent. Generated
from \`apps/api/configuration\` by \`npm run generate\`. The command line (\`npx convenant\`) reads them too; its options \`--data-dir\` and
\`--ledger\` go before them.

A variable marked (secret) is never shown in an error or a log. Instead of it, the same name with \`_FILE\` behind it may give the path of a
file that holds the value, as Docker and Kubernetes mount secrets; not both.

${parts.join('\n')}
There are no settings for limits: they are in [limits](limits.md). The ledger's own keys are no settings either (see [SECURITY](../SECURITY.md)).
`;
}

function table(settings: readonly (readonly [string, Setting])[]): string {
  const rows = settings.map(([name, { bound, shownDefault, consequence, secret }]) => [
    `\`${name}\`${secret ? ' (secret)' : ''}`,
    bound,
    shownDefault,
    consequence,
  ]);
  const columns = ['Variable', 'Value and bound', 'Default', 'What follows from it'];
  const widths = columns.map((column, at) => Math.max(column.length, ...rows.map((cells) => cells[at]!.length)));
  const line = (cells: readonly string[], filler = ' ') =>
    `| ${widths.map((width, at) => (cells[at] ?? '').padEnd(width, filler)).join(' | ')} |`;
  return [line(columns), line([], '-'), ...rows.map((cells) => line(cells))].join('\n');
}
