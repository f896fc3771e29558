import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, type GraphQLField } from 'graphql';
import { registrations } from '../../../libs/collaboration/registrations.js';

/** The specs run compiled, the schema stays with the sources. */
const SCHEMA = new URL('../../../../apps/api/schema.graphql', import.meta.url);
const mutations: Record<string, GraphQLField<unknown, unknown>> = buildSchema(readFileSync(SCHEMA, 'utf8')).getMutationType()!.getFields();
const commands = registrations.flatMap((registration) => registration.commands.map(({ command }) => command.name));

/** Mutations whose description gives the Dutch term for the same concept. */
const SAME_CONCEPT: Readonly<Record<string, string>> = {
  endPartyIdentifier: 'registerParty',
  endRepresentative: 'nameRepresentative',
  endDeputy: 'nameDeputy',
  grantProposedMandate: 'grantMandate',
  registerMandate: 'grantMandate',
  registerConsent: 'consentToMandate',
  registerRevocation: 'revokeMandate',
  giveInformation: 'requestInformation',
  amendDecisionProposal: 'proposeDecision',
  withdrawDecisionProposal: 'proposeDecision',
  skipExplorationForDecision: 'exploreInitiativesForDecision',
  closeDecisionConsultation: 'openDecisionConsultation',
  integrateReasonedObjection: 'raiseReasonedObjection',
  overruleReasonedObjection: 'raiseReasonedObjection',
  decideAppeal: 'lodgeAppeal',
  recheckDecisionAuthority: 'checkDecisionAuthority',
};

/** Everyday words, for which the law and the field have no term of their own. */
const NO_TERM: Readonly<Record<string, string>> = {
  amendPartyDetails: 'keeping a register up to date: a name, a place in an organisation',
  addPartyIdentifier: 'the input names each register by its own name (OIN, RSIN, KvK)',
  renamePost: 'another name for the same post',
  movePost: 'another department for the same post',
  proposeMandate: 'a step of this ledger: the law knows a mandate only once it is granted',
  noteMandateEnd: 'a note of this ledger: the law lets a term run out without any act',
};

describe('every command', () => {
  it.each(commands)('%s is a mutation of the API, with its own input', (command) => {
    const mutation = mutations[nameOf(command)];
    expect(mutation?.args.map(({ name, type }) => `${name}: ${String(type)}`)).toEqual([`input: ${command}Input!`]);
    expect(String(mutation?.type)).toBe('MutationResult!');
    expect(mutation?.description).toMatch(/^[A-Z].{10,}\.$/s);
  });

  it.each(commands.map(nameOf))('%s is described with its Dutch term, or there is a reason why not', (name) => {
    const elsewhere = SAME_CONCEPT[name];
    if (elsewhere !== undefined) expect([elsewhere, termsOf(elsewhere).length]).not.toEqual([elsewhere, 0]);
    const excused = elsewhere !== undefined || name in NO_TERM;
    // An exception that is no longer needed goes.
    expect([name, termsOf(name).length > 0]).toEqual([name, !excused]);
  });
});

describe('the API', () => {
  it('has no mutation that is no command, and no exception for one it does not have', () => {
    const names = commands.map(nameOf);
    expect(Object.keys(mutations).sort()).toEqual([...names].sort());
    expect([...Object.keys(SAME_CONCEPT), ...Object.keys(NO_TERM)].filter((name) => !names.includes(name))).toEqual([]);
  });
});

function nameOf(command: string): string {
  return command.charAt(0).toLowerCase() + command.slice(1);
}

/** What stands in parentheses and begins with a word, not with the name of an act: `(instemming, Awb 10:4)`. */
function termsOf(name: string): string[] {
  const description = mutations[name]?.description ?? '';
  return [...description.matchAll(/\(([^)]+)\)/g)].map(([, text]) => text ?? '').filter((text) => /^[a-zé]/.test(text));
}
