import type { Actor } from '../../../ledger/aggregate.js';
import type { LedgerEvent } from '../../../ledger/envelope.js';
import type { Outcome } from '../../../ledger/execution.js';
import type { ViewRow } from '../../../views/view-definition.js';
import { registrations } from '../../registrations.js';
import type { CommandInput } from '../../registration/command-input.js';
import { ADMINISTRATOR, id, LedgerHarness, subjectIdOf, type Bound } from '../../testing/ledger-harness.js';
import type { AgreementState } from './agreement-state.js';
import { canonicalTerms, type TermsInput } from './agreement-terms.js';
import { agreement } from './agreement.js';
import type { TimedCommand, Timer } from '../../timers/timer.js';
import { agreementDue } from './agreement-due.js';
import { agreementProjection } from './agreement.view.js';

/** What a named create makes. */
export const made = (name: string) => subjectIdOf(id(name));
export const [municipality, college, mayor, council, welzijn, deBrug, deKade] = [
  'municipality',
  'college',
  'mayor',
  'council',
  'welzijn',
  'de-brug',
  'de-kade',
].map(made) as [string, string, string, string, string, string, string];

const person = (name: string, party: string): Actor => ({ person: id(name), party, role: 'member' });
export const actors = {
  registrar: { person: id('registrar'), party: municipality, role: 'registrar' } as Actor,
  college: person('college', college),
  mayor: person('mayor', mayor),
  council: person('council', council),
  secretary: person('secretary', municipality),
  manager: person('manager', municipality),
  welzijnDirector: person('welzijn-director', welzijn),
  welzijnChair: person('welzijn-chair', welzijn),
  /** De Brug is represented by two of its posts together. */
  brugDirector: person('brug-director', deBrug),
  brugController: person('brug-controller', deBrug),
  deKade: person('de-kade', deKade),
  ledger: ADMINISTRATOR,
};

export const TERMS = {
  title: 'Dagactiviteiten 2025',
  parties: [municipality, welzijn],
  from: '2025-03-01',
  until: '2026-01-01',
  particulars: [{ id: 'location', name: 'Locatie', text: 'De Lnde' }],
  clauses: [{ id: 'option', heading: 'Verlenging', text: 'Partijen kunnen een jaar verlengen; anderen kunnen toetreden.' }],
  quantities: [{ id: 'places', name: 'Plaatsen', amount: 72, unit: 'plaats' }],
  lines: [{ id: 'line-places', name: 'Plaatsen', amountCents: 8_400_000 }],
  totalCents: 8_400_000,
  commitments: [
    { id: 'C1', text: '60 plaatsen', owner: welzijn, with: [], due: '2025-07-01' },
    { id: 'C2', text: 'Kwartaalverantwoording', owner: welzijn, with: [], recurrence: { first: '2025-04-15', everyMonths: 3, times: 3 } },
  ],
};

export function hashedTerms(changes: Partial<TermsInput> = {}) {
  return canonicalTerms({ ...TERMS, ...changes });
}

const PROJECTIONS = registrations.map(({ projection }) => projection);

/** Rivierenoord with its bodies, two foundations and a residents' group; agreements by command name. */
export class AgreementWorld {
  constructor(readonly ledger = new LedgerHarness(PROJECTIONS)) {}

  static async create(): Promise<AgreementWorld> {
    const world = new AgreementWorld();
    await world.found();
    return world;
  }

  /** Another process on the same ledger. */
  beside(name: string): AgreementWorld {
    return new AgreementWorld(new LedgerHarness(PROJECTIONS, this.ledger.store, name)).on('2025-02-10');
  }

  on(date: string): this {
    this.ledger.on(date);
    return this;
  }

  /** Runs a command of any aggregate; what a named create makes is `made(name)`. */
  do(actor: Actor, command: string, input: object, name?: string): Promise<Outcome> {
    for (const { projection, commands } of registrations) {
      const found = commands.find((one) => one.command.name === command);
      if (found)
        return this.ledger.execute(actor, [found.command, found.rule, projection.aggregate.name] as Bound<CommandInput>, input, name);
    }
    throw new Error(`no command ${command}`);
  }

  /** The same, where it must be recorded. */
  async records(actor: Actor, command: string, input: object, name?: string): Promise<string> {
    const outcome = await this.do(actor, command, input, name);
    if (outcome.kind === 'refused') throw new Error(`${command}: ${outcome.refusal.ruleId} ${outcome.refusal.detail.en}`);
    return outcome.stream.slice(outcome.stream.indexOf('-') + 1);
  }

  /** Drafts and proposes; answers the hash. */
  async propose(
    name: string,
    { kind = 'SUBSIDY_WITH_AGREEMENT', actor = actors.manager, ...input }: Record<string, any> = {},
  ): Promise<string> {
    const { terms = {}, ...more } = input;
    await this.records(
      actor as Actor,
      'DraftAgreement',
      { kind, statutoryBasis: 'ASV art. 3', terms: { ...TERMS, ...terms }, ...more },
      name,
    );
    await this.records(actor as Actor, 'ProposeAgreement', { agreement: made(name) });
    return this.hash(name);
  }

  /** A decision of the college itself. */
  async decide(name: string, input: object = {}): Promise<string> {
    const about = { subject: 'Afspraak', nature: 'PRIVATE_LAW', power: 'overeenkomst', body: college };
    await this.records(actors.college, 'ProposeDecision', { ...about, ...input }, name);
    await this.records(actors.college, 'TakeDecision', { decision: made(name), ...ADOPTED });
    return made(name);
  }

  /** Everything it takes to conclude what lies on the table between municipality and Welzijn. */
  async conclude(name: string): Promise<void> {
    const hash = await this.hash(name);
    const on = { agreement: made(name), hash };
    await this.records(actors.welzijnChair, 'ConsentToAgreement', on);
    const decision = await this.decide(`decision on ${hash}`, { amountCents: 8_400_000 });
    await this.records(actors.college, 'LinkAgreementDecision', { ...on, decision });
    await this.records(actors.secretary, 'SignAgreement', { ...on, mandate: made('M-V') });
  }

  /** Hash of the proposal made last. */
  async hash(name: string): Promise<string> {
    return (await this.state(name)).proposals.at(-1)?.hash ?? '';
  }

  state(name: string): Promise<AgreementState> {
    return this.ledger.state(agreement, made(name));
  }

  async rows(table: string, name: string): Promise<readonly (Omit<ViewRow, 'doc'> & { readonly doc: any })[]> {
    const state = await this.state(name);
    const rows = agreementProjection.tables.find((one) => one.name === table)?.rows(state, made(name)) ?? [];
    return rows.map((row) => ({ ...row, doc: row.doc() }));
  }

  /** What the ledger's clock would note, and when. */
  async timers(name: string): Promise<(Timer & { command: TimedCommand })[]> {
    const timers = agreementDue(await this.state(name), made(name));
    return timers.filter((timer): timer is Timer & { command: TimedCommand } => timer.command !== undefined);
  }

  /** The row of a table that holds on a day. */
  async rowOn(table: string, name: string, date: string): Promise<any> {
    return (await this.rows(table, name)).find(({ validFrom, validTo }) => validFrom <= date && date < validTo);
  }

  async statusOn(name: string, date: string): Promise<string | undefined> {
    return (await this.rowOn('agreement', name, date))?.doc.status;
  }

  async eventsOf(name: string): Promise<LedgerEvent[]> {
    return (await this.ledger.events()).filter(({ envelope }) => envelope.stream === `agreement-${made(name)}`);
  }

  private async found(): Promise<void> {
    const body = { partOf: municipality, administrativeBody: 'Gemeentewet 6' };
    const party = (name: string, kind: string, more: object = {}) =>
      this.records(ADMINISTRATOR, 'RegisterParty', { name, kind, from: '2020-01-01', ...more }, name);
    await party('municipality', 'MUNICIPALITY');
    await party('college', 'COLLEGE', body);
    await party('mayor', 'MAYOR', body);
    await party('council', 'COUNCIL', body);
    await party('welzijn', 'SUBSIDISED_INSTITUTION');
    await party('de-brug', 'HOUSING_ASSOCIATION');
    await party('de-kade', 'RESIDENTS_GROUP');
    await this.post('secretary', municipality, actors.secretary);
    await this.post('chair', welzijn, actors.welzijnChair);
    await this.post('brug director', deBrug, actors.brugDirector);
    await this.post('brug controller', deBrug, actors.brugController);
    const represent = (of: string, post: string, more: object = {}) =>
      this.records(ADMINISTRATOR, 'NameRepresentative', {
        party: of,
        post: made(`post ${post}`),
        instrument: 'Statuten',
        from: '2020-01-01',
        ...more,
      });
    await represent(welzijn, 'chair');
    await represent(deBrug, 'brug director', { jointlyWith: [made('post brug controller')] });
    const attribution = (holderParty: string, code: string, article: string) =>
      this.records(actors.registrar, 'RecordAttribution', { holderParty, powers: [{ code, legalBasis: [article] }], from: '2020-01-01' });
    await attribution(college, 'overeenkomst', 'Gemeentewet 160');
    await attribution(mayor, 'vertegenwoordigen', 'Gemeentewet 171');
    await this.on('2025-01-06').records(
      actors.mayor,
      'GrantMandate',
      {
        ...{ kind: 'powerOfAttorney', body: mayor, holderPost: made('post secretary'), powers: [{ code: 'vertegenwoordigen' }] },
        ...{ limits: [{ amountCents: 25_000_000 }], from: '2025-01-06', instrument: { reference: 'gmb-2025-1', date: '2025-01-06' } },
      },
      'M-V',
    );
    this.on('2025-02-10');
  }

  private async post(name: string, party: string, actor: Actor): Promise<void> {
    const post = await this.records(ADMINISTRATOR, 'EstablishPost', { name, party, from: '2020-01-01' }, `post ${name}`);
    await this.records(ADMINISTRATOR, 'FillPost', { post, actor: actor.person, from: '2020-01-01' });
  }
}

const ADOPTED = {
  motivation: 'Past in het beleid',
  legalGround: ['Gemeentewet 160'],
  adoption: { present: [id('mayor'), id('alderman')], withoutVote: true },
};

/** The types of the events, or the rule that refused. */
export function said(outcome: Outcome): string[] | [ruleId: string, legalBasis: string | null] {
  return outcome.kind === 'refused' ? [outcome.refusal.ruleId, outcome.refusal.legalBasis] : outcome.events.map(({ type }) => type);
}
