import type { Directory, Person } from './directory.js';

/** The other directory has another person under the same id or persona. */
export class PersonsDiffer extends Error {
  override readonly name = 'PersonsDiffer';
}

/**
 * Copies every person. That nobody differs is seen before the first is written, and that all are there after the last.
 * @returns how many there are
 * @throws PersonsDiffer with nothing changed
 */
export async function copyPersons(from: Directory, to: Directory): Promise<number> {
  const persons = await from.all();
  for (const person of missingOf(persons, await to.all())) await to.save(person);
  const left = missingOf(persons, await to.all());
  if (left.length > 0) throw new Error(`${left.length} persons were not taken by the directory they were copied to`);
  return persons.length;
}

/** @throws PersonsDiffer */
function missingOf(persons: readonly Person[], there: readonly Person[]): Person[] {
  const byId = new Map(there.map((person) => [person.id, person]));
  const byPersona = new Map(there.map((person) => [person.persona, person]));
  const differs = persons.find((person) => {
    const [same, namesake] = [byId.get(person.id), byPersona.get(person.persona)];
    return (namesake && namesake.id !== person.id) || (same && !isSame(same, person));
  });
  if (differs)
    throw new PersonsDiffer(`another person with the id or persona of ${differs.persona} is there already, and nobody was overwritten`);
  return persons.filter(({ id }) => !byId.has(id));
}

function isSame(a: Person, b: Person): boolean {
  return (['persona', 'name', 'party', 'role'] as const).every((part) => a[part] === b[part]);
}
