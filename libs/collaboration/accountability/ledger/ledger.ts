import type { Aggregate, CommandRule } from '../../../ledger/aggregate.js';
import { defineEvent, z, type EventOf } from '../../../ledger/event-definition.js';

export const LEDGER_KINDS = ['real', 'demo'] as const;
export type LedgerKind = (typeof LEDGER_KINDS)[number];

/** What a build must know to write to a ledger; raised, and recorded, when a new event type may be written. */
export const REGISTRY_LEVEL = 1;

export const ledgerEvents = {
  founded: defineEvent(
    'LedgerFounded',
    z.object({ ledgerId: z.string(), kind: z.enum(LEDGER_KINDS), format: z.literal(1), registryLevel: z.number() }),
  ),
};
export type LedgerLifeEvent = EventOf<typeof ledgerEvents>;

export interface LedgerLifeState {
  readonly founded?: { readonly ledgerId: string; readonly kind: LedgerKind; readonly registryLevel: number };
}

/** The ledger itself: its first event says what it is, for ever. */
export const ledgerLife: Aggregate<LedgerLifeState, LedgerLifeEvent> = {
  name: 'ledger',
  events: Object.values(ledgerEvents),
  initial: {},
  evolve(state, event) {
    switch (event.type) {
      case 'LedgerFounded':
        return { ...state, founded: event.data };
      default:
        return event.type satisfies never;
    }
  },
};

export interface FoundLedger {
  readonly kind: LedgerKind;
}

export const foundLedger: CommandRule<LedgerLifeState, FoundLedger> = {
  decide({ kind }, _state, { subjectId, actor }) {
    if (actor.role !== 'administrator') return { forbidden: 'only the administrator founds a ledger' };
    return {
      accepted: [{ type: ledgerEvents.founded.type, data: { ledgerId: subjectId, kind, format: 1, registryLevel: REGISTRY_LEVEL } }],
    };
  },
};
