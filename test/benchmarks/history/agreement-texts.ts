import { canonicalTerms, changed, dueDates, type Terms } from '../../../libs/collaboration/agreements/agreement/agreement-terms.js';
import { addMonths } from '../../../libs/ledger/local-date.js';
import type { World } from './world.js';

const CLAUSES = [
  ['doel', 'Doel', 'Partijen werken aan een dagbesteding in de buurt waar iedereen terecht kan, ook wie geen indicatie heeft.'],
  ['inzet', 'Inzet', 'Elke partij levert wat in de verbintenissen staat, met eigen mensen of met wie zij daarvoor inschakelt.'],
  ['overleg', 'Overleg', 'Partijen spreken elkaar elke zes weken; wat zij afspreken staat binnen een week op papier.'],
  ['ruimte', 'Ruimte', 'Deze afspraak kan met een jaar worden verlengd; andere partijen kunnen toetreden.'],
  ['einde', 'Einde', 'Opzeggen kan met een termijn van drie maanden, nadat partijen er met elkaar over hebben gesproken.'],
] as const;

/** As long as people make them: a few clauses, what it costs, and who does what by when. */
export function textOf({ chance }: World, parties: readonly [string, string, ...string[]], from: string): Terms {
  const [municipality, partner] = parties;
  const until = addMonths(from, 12 * (1 + chance.below(3)));
  const lines = ['personeel', 'huisvesting', 'activiteiten'].map((id) => ({ id, name: id, amountCents: (1 + chance.below(400)) * 10_000 }));
  return canonicalTerms({
    title: `Dagactiviteiten in de wijk ${chance.below(10_000)}`,
    purpose: 'Bewoners hebben een vaste plek om elkaar te ontmoeten en mee te doen.',
    parties: [...parties],
    ...{ from, until },
    particulars: [{ id: 'plaats', name: 'Plaats', text: 'Het buurthuis aan de kade' }],
    clauses: CLAUSES.map(([id, heading, text]) => ({ id, heading, text })),
    quantities: [{ id: 'plaatsen', name: 'Plaatsen', amount: 20 + chance.below(100), unit: 'deelnemers' }],
    lines,
    totalCents: lines.reduce((sum, { amountCents }) => sum + amountCents, 0),
    commitments: [
      {
        ...{ id: 'C1', text: 'Verslag per kwartaal: bezoekers, signalen en wat ermee gebeurde.', owner: partner, with: [municipality] },
        recurrence: { first: addMonths(from, 3), everyMonths: 3, times: 4 + chance.below(5) },
      },
      { id: 'C2', text: 'De plaatsen zijn open.', owner: partner, with: [], due: addMonths(from, 1) },
      { id: 'C3', text: 'De gemeente houdt een bewonersavond.', owner: municipality, with: [partner], due: addMonths(from, 8) },
      { id: 'C4', text: 'Wie in nood is, wordt dezelfde dag geholpen.', owner: partner, with: [municipality] },
    ],
    documents: [{ id: 'begroting', name: 'Begroting', sha256: chance.token(64) }],
    personal: [],
  });
}

/** More places for more money: what a counter-proposal or an amendment asks. */
export function larger({ chance }: World, terms: Terms): Terms {
  const lines = terms.lines.map((line) => ({ ...line, amountCents: line.amountCents + chance.below(50) * 10_000 }));
  const quantities = terms.quantities.map((one) => ({ ...one, amount: one.amount + 1 + chance.below(20) }));
  return changed(terms, { lines, quantities, totalCents: lines.reduce((sum, { amountCents }) => sum + amountCents, 0) });
}

/** Changes the version with that hash, from a day on. */
export function amending(world: World, terms: Terms, { amends, effectiveFrom }: { amends: string; effectiveFrom: string }): Terms {
  return canonicalTerms({ ...larger(world, terms), amends, effectiveFrom });
}

export interface DueDay {
  readonly commitment: string;
  readonly due: string;
  readonly owner: string;
}

/** Every due day of every commitment, in order. */
export function dueDays({ commitments }: Terms): DueDay[] {
  return commitments
    .flatMap((one) => dueDates(one).map((due) => ({ commitment: one.id, due, owner: one.owner })))
    .sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
}
