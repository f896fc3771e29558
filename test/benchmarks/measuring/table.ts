import type { Figure } from './part.js';

export interface Section {
  readonly title: string;
  readonly figures: readonly Figure[];
}

const HEAD = ['', 'value', 'from', 'goal'] as const;

/** Lines for a terminal, in columns. */
export function plainTable({ title, figures }: Section): string {
  const rows = [HEAD, ...figures.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [title, ...lines.map((line) => `  ${line}`), ''].join('\n');
}

export function markdownTable({ title, figures }: Section): string {
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |`;
  return [`## ${title}`, '', line(HEAD), line(HEAD.map(() => '---')), ...figures.map((figure) => line(cells(figure))), ''].join('\n');
}

function cells({ name, value, detail = '', goal, met }: Figure): string[] {
  return [name, value, detail, goal === undefined ? '' : `${goal}: ${met ? 'met' : 'missed'}`];
}
