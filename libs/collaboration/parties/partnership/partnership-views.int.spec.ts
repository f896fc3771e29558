import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../../../ledger/local-date.js';
import { InProcessViews } from '../../../views/testing/in-process-views.js';
import { partyProjection } from '../party/party.view.js';
import { postProjection } from '../post/post.view.js';
import { anyCommand, anyDay, anyRegistration, day, DAYS, onlyFaults, recordAll, START } from './any-partnership-command.fixture.js';
import { actors, made, PartnershipWorld } from './partnership.fixture.js';
import type { PartnershipEvent } from './partnership-events.js';
import { partnershipProjection, type PartnershipDoc } from './partnership.view.js';

const AUDITOR = { party: null, seesAll: true };
const question = fc.record({ validAt: anyDay, known: fc.integer({ min: 0, max: 1_000 }) });

describe('whatever is recorded about a partnership', () => {
  it('is shown, on any day and as known at any moment, as a book kept day by day says', async () => {
    const shown = new Set<string>();
    const property = () =>
      fc.asyncProperty(
        fc.option(anyRegistration, { nil: undefined }),
        fc.array(anyCommand, { minLength: 15, maxLength: 30 }),
        fc.array(question, { minLength: 10, maxLength: 10 }),
        async (registration, commands, questions) => {
          const world = (await PartnershipWorld.create()).on(START);
          const registered = registration && (await world.do(actors.registrar, 'RegisterPartnership', registration, 'P').catch(onlyFaults));
          if (!registered) await world.proposed();
          await recordAll(world, commands);
          const events = await world.ledger.events();
          const views = new InProcessViews(world.ledger.store, [partyProjection, postProjection, partnershipProjection]);
          try {
            await views.catchUp();
            const snapshot = views.snapshot();
            for (const { validAt, known } of questions) {
              const knownAt = Math.round((known / 1_000) * events.length);
              const query = { asOf: { validAt, knownAt }, viewer: AUDITOR };
              const held = [
                { column: 'from_date', until: addDays(validAt, 1) },
                { column: 'until_date', from: addDays(validAt, 1) },
              ];
              const [row] = await snapshot.rows({ table: 'partnership', ...query });
              const { status, name, findings } = (row?.doc ?? { findings: [] }) as Partial<PartnershipDoc>;
              const answer = {
                status,
                name,
                seats: (await snapshot.rows({ table: 'partnership_seat', ...query }))
                  .map(({ columns }) => `${columns['kind']} ${columns['party']}`)
                  .sort(),
                roles: (await snapshot.rows({ table: 'partnership_role', ...query, where: held })).map(({ key }) => Number(key)).sort(),
                owners: ownersSaid(findings?.map(({ ruleId }) => ruleId)),
              };
              const expected = new Book(events.slice(0, knownAt) as PartnershipEvent[]).on(validAt);
              expect([validAt, knownAt, { ...answer, seats: [...new Set(answer.seats)] }]).toEqual([validAt, knownAt, expected]);
              Object.entries(answer).forEach(([field, value]) => (Array.isArray(value) ? value.length : value) && shown.add(`${field}`));
              shown.add(`${answer.status} ${answer.owners}`);
            }
            await snapshot.close();
          } finally {
            views.close();
          }
        },
      );
    // What was never shown was never compared; what is rare gets more rounds.
    const all = ['status', 'name', 'seats', 'roles', 'ACTIVE none', 'ACTIVE one', 'PROPOSED one'];
    for (let round = 0; round < 20 && !(round > 0 && all.every((one) => shown.has(one))); round += 1)
      await fc.assert(property(), { numRuns: 25 });
    expect([...shown]).toEqual(expect.arrayContaining(all));
  });
});

/** What the findings say of process owners: none, several, or nothing at all. */
function ownersSaid(rules: readonly string[] = []): string {
  return rules.includes('PROCESS_OWNER_MISSING') ? 'none' : rules.includes('PROCESS_OWNER_TAKEN') ? 'several' : 'one';
}

interface Line {
  status: string | undefined;
  /** Number of the event that wrote the name of this day. */
  name: { readonly by: number; text: string } | undefined;
  /** Number of the seat → who sits on it. */
  readonly seats: Map<number, string>;
  /** Number of the assignment → its role. */
  readonly roles: Map<number, string>;
}

/** A book with a line for every day, written event by event; it knows nothing of periods. */
class Book {
  private readonly lines: Line[] = Array.from({ length: DAYS }, () => ({
    status: undefined,
    name: undefined,
    seats: new Map(),
    roles: new Map(),
  }));
  private seats = 0;
  private readonly assignments = new Map<number, { readonly seat: string | undefined; readonly from: number }>();

  constructor(events: readonly PartnershipEvent[]) {
    for (const event of events) if (event.envelope.stream === `partnership-${made('P')}`) this.write(event);
  }

  on(date: string) {
    const { status, name, seats, roles } = this.lines[at(date)]!;
    const over = status === 'ENDED' || status === undefined;
    const owners = [...roles.values()].filter((role) => role === 'PROCESS_OWNER').length;
    return {
      status,
      name: status === undefined ? undefined : name?.text,
      seats: over ? [] : [...new Set(seats.values())].sort(),
      roles: over ? [] : [...roles.keys()].sort(),
      owners: status !== 'ACTIVE' || owners === 1 ? 'one' : owners === 0 ? 'none' : 'several',
    };
  }

  private write({ type, data, envelope }: PartnershipEvent): void {
    const by = envelope.revision;
    switch (type) {
      case 'PartnershipProposed':
        this.days(data.from).forEach((line) => Object.assign(line, { status: 'PROPOSED', name: { by, text: data.name } }));
        return this.sit(`MEMBER ${data.initiator}`, data.from);
      case 'PartnershipRegistered':
        this.days(data.from).forEach((line) => Object.assign(line, { status: 'ACTIVE', name: { by, text: data.name } }));
        if (data.until) this.days(data.until).forEach((line) => (line.status = 'ENDED'));
        return;
      case 'PartnershipFormed':
        return this.days(data.from).forEach((line) => (line.status = 'ACTIVE'));
      case 'PartnershipEnded':
        return this.days(data.on).forEach((line) => (line.status = 'ENDED'));
      case 'PartnershipAmended':
        return this.rename(data.from, { by, text: data.name ?? '' });
      case 'PartnershipCorrected':
        return this.lines.forEach(({ name }) => name && data.field === 'NAME' && name.by === data.revision && (name.text = data.value));
      case 'PartnershipMemberJoined':
        return this.sit(`MEMBER ${data.party}`, data.from, data.until);
      case 'PartnershipGuestAdmitted':
        return this.sit(`GUEST ${data.party}`, data.from, data.until);
      case 'PartnershipMemberLeft':
        return this.leave(`MEMBER ${data.party}`, data.on);
      case 'PartnershipGuestLeft':
        return this.leave(`GUEST ${data.party}`, data.on);
      case 'PartnershipRoleAssigned': {
        const { assignment, role, seat, from, until } = data;
        this.assignments.set(assignment, { seat: seat && `${seat.kind} ${seat.party}`, from: at(from) });
        return this.days(from, until).forEach((line) => line.roles.set(assignment, role));
      }
      case 'PartnershipRoleAssignmentEnded':
        return this.days(data.on).forEach(({ roles }) => roles.delete(data.assignment));
      default:
        return;
    }
  }

  /** Up to the day on which another name was written. */
  private rename(from: string, name: { by: number; text: string }): void {
    const first = at(from);
    const next = this.lines.findIndex((line, index) => index > first && line.name?.by !== this.lines[index - 1]!.name?.by);
    for (const line of this.lines.slice(first, next < 0 ? DAYS : next)) line.name = { ...name };
  }

  private sit(who: string, from: string, until?: string): void {
    const seat = (this.seats += 1);
    this.days(from, until).forEach(({ seats }) => seats.set(seat, who));
  }

  /** Gives up the seat of that day, with the roles that began while it was taken. */
  private leave(who: string, on: string): void {
    const given = [...(this.lines[at(on)]?.seats ?? [])].filter(([, one]) => one === who).map(([seat]) => seat);
    const roles = [...this.assignments].filter(
      ([, { seat, from }]) => seat === who && given.some((one) => this.lines[from]?.seats.has(one)),
    );
    for (const line of this.days(on)) {
      for (const seat of given) line.seats.delete(seat);
      for (const [assignment] of roles) line.roles.delete(assignment);
    }
  }

  private days(from: string, until?: string): Line[] {
    return this.lines.slice(at(from), until === undefined ? DAYS : at(until));
  }
}

function at(date: string): number {
  return Math.round((Date.parse(date) - Date.parse(day(0))) / 86_400_000);
}
