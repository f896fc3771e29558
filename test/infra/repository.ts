import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

export function pathOf(file: string): string {
  return join(ROOT, file);
}

export function textOf(file: string): string {
  return readFileSync(pathOf(file), 'utf8');
}

/** Files that are kept under a folder, by their path in the repository; not what an installation made there. */
export function filesIn(folder: string): string[] {
  return readdirSync(pathOf(folder))
    .filter((name) => !['secrets', 'certs'].includes(name))
    .map((name) => `${folder}/${name}`)
    .flatMap((path) => (statSync(pathOf(path)).isDirectory() ? filesIn(path) : [path]));
}

/** Every document of a YAML file. @throws Error with what is wrong and where */
export function documentsIn(file: string): any[] {
  return parseAllDocuments(textOf(file), { merge: true, strict: true }).map((document) => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem) throw new Error(`${file}: ${problem.message}`);
    return document.toJS();
  });
}
