import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { breakingChanges } from '../../libs/collaboration/catalogue-changes.js';
import { eventCatalogue, type CatalogueEntry } from '../../libs/collaboration/event-catalogue.js';
import { rulesPage } from '../../libs/law/rules-page.js';
import { apiResolvers } from './api.module.js';
import { configurationPage } from './configuration/configuration-page.js';

const CATALOGUE = 'libs/collaboration/event-catalogue.json';

/**
 * Writes what is generated from the code and kept in the repository, so that a change of the API or of a stored event shows
 * in review. `--check` writes nothing and fails when a file is stale.
 */
const files = [
  { path: 'apps/api/schema.graphql', make: schemaText },
  { path: CATALOGUE, make: catalogueText },
  { path: 'docs/rules.md', make: rulesPage },
  { path: 'docs/configuration.md', make: configurationPage },
];

const check = process.argv.includes('--check');
for (const { path, make } of files) {
  const text = await make();
  if (!check) writeFileSync(path, text);
  else if (currentText(path) !== text) {
    process.stderr.write(`${path} is stale: run \`npm run generate\`, and review what changed for clients and for stored events\n`);
    process.exitCode = 1;
  }
}

async function schemaText(): Promise<string> {
  const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: false });
  const schema = await app.get(GraphQLSchemaFactory).create(apiResolvers());
  await app.close();
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

/** Writing it anew must not be the way round the guard: what breaks stored events is refused here too. */
async function catalogueText(): Promise<string> {
  const committed = JSON.parse(currentText(CATALOGUE) ?? '[]') as CatalogueEntry[];
  const breaking = breakingChanges(committed, eventCatalogue());
  if (breaking.length > 0) throw new Error(`stored events could no longer be read:\n${breaking.join('\n')}`);
  return `${JSON.stringify(eventCatalogue(), null, 2)}\n`;
}

function currentText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
