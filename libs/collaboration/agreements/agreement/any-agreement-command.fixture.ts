import fc from 'fast-check';
import { addDays } from '../../../ledger/local-date.js';
import { deKade, made, municipality, welzijn, type actors } from './agreement.fixture.js';

export const FIRST_DAY = '2025-02-10';
export const DAYS = 420;
export const day = (offset: number) => addDays(FIRST_DAY, offset);
export const anyOffset = fc.integer({ min: -20, max: DAYS });
const anyDay = anyOffset.map(day);

export interface AnyAgreementCommand {
  readonly command: string;
  readonly who: keyof typeof actors;
  readonly input: object;
  /** Days since the command before. */
  readonly later: number;
  /** How many proposals back `hash` looks. */
  readonly back: number;
}

const always = fc.constant;
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const reason = always('Daarom');
const places = fc.integer({ min: 1, max: 4 }).map((amount) => [{ id: 'places', name: 'Plaatsen', amount, unit: 'plaats' }]);
const commitments = maybe(anyDay.map((due) => [{ id: 'C3', text: 'Overleg', owner: municipality, with: [welzijn], due }]));
const changes = fc.record({
  quantities: places,
  commitments,
  until: maybe(anyDay),
  effectiveFrom: maybe(anyDay),
  earlierStartReason: maybe(reason),
  without: maybe(fc.constantFrom(['C1'], ['C2'])),
});
const onCommitment = {
  commitment: fc.constantFrom('C1', 'C1', 'C2', 'C3', 'C9'),
  due: maybe(fc.constantFrom('2025-04-15', '2025-07-01', '2025-07-15')),
  metOn: maybe(anyDay),
};
const evidence = always([{ kind: 'SIGNAL', stream: `signal-${made('signal')}`, revision: 0, eventId: made('event') }]);
const volmacht = always(made('M-V'));

/** `HASH` stands for the hash of a proposal, `DECISION` for the decision of the run. */
const inputs: Record<string, [who: (keyof typeof actors)[], input: Record<string, fc.Arbitrary<unknown>>]> = {
  ReviseAgreementDraft: [['manager'], { changes }],
  ProposeAgreement: [['manager', 'college'], {}],
  CounterProposeAgreement: [['manager', 'welzijnDirector'], { hash: always('HASH'), changes }],
  ProposeAgreementAmendment: [['manager', 'welzijnDirector'], { changes, rationale: reason }],
  WithdrawAgreementProposal: [['manager', 'welzijnDirector'], { hash: always('HASH'), reason }],
  ConsentToAgreement: [
    ['welzijnChair', 'welzijnDirector', 'manager', 'deKade'],
    { hash: always('HASH'), underReservation: maybe(fc.boolean()) },
  ],
  DeclineAgreement: [['welzijnChair'], { hash: always('HASH'), reason }],
  WithdrawAgreementConsent: [['welzijnChair', 'manager'], { hash: always('HASH'), reason }],
  LinkAgreementDecision: [['college'], { hash: always('HASH'), decision: always('DECISION') }],
  SignAgreement: [['secretary', 'manager'], { hash: always('HASH'), mandate: volmacht }],
  CorrectAgreement: [
    ['manager'],
    {
      versions: fc.constantFrom([1], [1, 2]),
      field: fc.constantFrom('TITLE', 'TOTAL'),
      value: fc.constantFrom('Dag 2025', 'Week 2025'),
      reason,
    },
  ],
  SuspendAgreement: [['manager'], { from: anyDay, until: maybe(anyDay), reason }],
  ResumeAgreement: [['manager'], { from: anyDay, reason }],
  ExtendAgreement: [['manager'], { until: anyDay, clause: always('option'), reason }],
  TerminateAgreement: [['college'], { from: anyDay, reason, legalGround: maybe(always(['Awb 4:48'])) }],
  AccedeToAgreement: [['deKade'], { party: always(deKade), clause: always('option'), from: maybe(anyDay) }],
  ExitAgreement: [['deKade', 'welzijnChair'], { from: maybe(anyDay), reason }],
  AddAgreementCommitment: [['welzijnDirector'], { commitment: always({ id: 'C9', text: 'Koffie', owner: welzijn }), from: maybe(anyDay) }],
  ReportCommitmentFulfilment: [['welzijnDirector', 'manager'], onCommitment],
  ConfirmCommitmentFulfilment: [['manager'], onCommitment],
  DisputeCommitmentFulfilment: [['manager'], { ...without(onCommitment, 'metOn'), reason }],
  RecordCommitmentBreach: [['manager'], { ...without(onCommitment, 'metOn'), reason }],
  WaiveCommitment: [['manager'], { ...without(onCommitment, 'metOn'), reason }],
  RecordAgreementRisk: [['manager'], { text: reason }],
  StartRecalibration: [['manager'], { question: reason, evidence }],
  ConcludeRecalibration: [['manager'], { outcome: fc.constantFrom('CONFIRM', 'ADJUST', 'STOP'), motivation: reason }],
  RegisterAgreementAmendment: [
    ['registrar'],
    { changes: fc.record({ title: fc.constantFrom('Elders 1', 'Elders 2') }), concludedOn: anyDay, source: reason, reason },
  ],
  NoteAgreementStarted: [['ledger'], { version: fc.constantFrom(1, 2) }],
  NoteAgreementExpired: [['ledger'], {}],
  NoteCommitmentOverdue: [['ledger'], { commitment: always('C1'), due: always('2025-07-01') }],
};

function without<T extends object>(value: T, field: keyof T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== field)) as Partial<T>;
}

const oneOf = (names: readonly string[]) =>
  fc.oneof(
    ...names.map((command) => {
      const [who, input] = inputs[command]!;
      return fc.record({ command: always(command), who: fc.constantFrom(...who), input: fc.record(input) });
    }),
  );

/** What brings an agreement about comes often, so that there is something to live with. */
const REACHING = ['ConsentToAgreement', 'LinkAgreementDecision', 'SignAgreement'];

/** Any command on an agreement, sensible or not. */
export const anyAgreementCommand: fc.Arbitrary<AnyAgreementCommand> = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: oneOf(REACHING) }, { weight: 4, arbitrary: oneOf(Object.keys(inputs)) }),
    fc.constantFrom(0, 0, 1, 6, 20),
    fc.constantFrom(0, 0, 0, 0, 1),
  )
  .map(([command, later, back]) => ({ ...command, later, back }));

/** What it takes to conclude the draft, so that in half of the histories there is something to live with from the start. */
export const CONCLUDED: readonly AnyAgreementCommand[] = (
  [
    ['ProposeAgreement', 'manager', {}],
    ['ConsentToAgreement', 'welzijnChair', { hash: 'HASH' }],
    ['LinkAgreementDecision', 'college', { hash: 'HASH', decision: 'DECISION' }],
    ['SignAgreement', 'secretary', { hash: 'HASH', mandate: made('M-V') }],
  ] as const
).map(([command, who, input]) => ({ command, who, input, later: 1, back: 0 }));

/** The same, and suspended once it is in force: chance alone may leave that out. */
export const SUSPENDED: readonly AnyAgreementCommand[] = [
  ...CONCLUDED,
  { command: 'SuspendAgreement', who: 'manager', input: { from: day(60), reason: 'Daarom' }, later: 30, back: 0 },
];
