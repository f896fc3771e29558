import { describe, expect, it } from '@jest/globals';
import { NodeMetrics } from '../../apps/api/telemetry/node-metrics.js';
import { documentsIn, textOf } from './repository.js';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
}

/** Every name under which a scrape gives a figure. */
function given(): Set<string> {
  const names = new NodeMetrics().registry
    .getMetricsAsArray()
    .flatMap(({ name, type }) => (String(type) === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name]));
  return new Set([...names, 'up']);
}

/** Names in an expression that are figures: not functions, labels, ranges or what stands in braces. */
function figuresIn(expression: string): string[] {
  const bare = expression
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]/g, ' ')
    .replaceAll(/\b(?:by|without|on|ignoring)\s*\([^)]*\)/g, ' ')
    .replaceAll(/\b(?:unless|and|or)\b/g, ' ')
    .replaceAll(/\b\d[\w.]*/g, ' ');
  return [...bare.matchAll(/\b[a-z_][a-z0-9_]*\b(?!\s*\()/g)].map(([name]) => name);
}

const rules = (documentsIn('infra/monitoring/alerts.yaml') as [{ groups: { rules: Rule[] }[] }])[0].groups.flatMap((group) => group.rules);
const { panels } = JSON.parse(textOf('infra/monitoring/dashboard.json')) as {
  panels: { title: string; description: string; targets: { expr: string }[] }[];
};

describe('what watches Convenant', () => {
  it('finds the figures of an expression', () => {
    const expression = 'sum by (le) (rate(a_count{code=~"X|Y"}[5m])) / sum(rate(b_total[5m])) > 0.5 * c unless d';
    expect(figuresIn(expression)).toEqual(['a_count', 'b_total', 'c', 'd']);
  });

  it.each(rules.map((rule) => [rule.alert, rule] as const))('%s asks for figures that the server gives, and is explained', (name, rule) => {
    const asked = figuresIn(rule.expr);
    expect(asked.length).toBeGreaterThan(0);
    for (const figure of asked) expect(given()).toContain(figure);
    expect(['warning', 'critical']).toContain(rule.labels.severity);
    expect(rule.annotations.summary.length).toBeGreaterThan(10);
    expect(textOf('docs/production.md')).toContain(`\`${name}\``);
  });

  it('shows panels of figures that the server gives', () => {
    expect(panels.length).toBeGreaterThan(10);
    for (const { targets, description } of panels) {
      expect(description).not.toBe('');
      for (const { expr } of targets) for (const figure of figuresIn(expr)) expect(given()).toContain(figure);
    }
  });

  it('is alarmed about lag, conflicts, errors, a failed projection, a node that is not ready, and the disk', () => {
    const names = rules.map(({ alert }) => alert).join(' ');
    for (const about of ['Lag', 'Conflicts', 'Errors', 'ProjectionFailed', 'Unready', 'Disk']) expect(names).toContain(about);
  });

  it('explains in the production page only alerts that there are', () => {
    const explained = textOf('docs/production.md').match(/`Convenant[A-Z]\w+`/g) ?? [];
    expect([...new Set(explained)].sort()).toEqual(rules.map(({ alert }) => `\`${alert}\``).sort());
  });

  it('has no figure twice, and a word of help for each', () => {
    const metrics = new NodeMetrics().registry.getMetricsAsArray();
    expect(new Set(metrics.map(({ name }) => name)).size).toBe(metrics.length);
    for (const { help } of metrics) expect(help.length).toBeGreaterThan(5);
  });
});
