import { RULES, type RuleId } from '../../law/rules.js';
import { z, type StreamRef } from '../../ledger/event-definition.js';

/** A legal date. */
export const date = z.string();
export const id = z.string();
export const count = z.number();
export const text = z.object({ nl: z.string(), en: z.string() });
export const pin = z.object({ stream: z.string(), revision: z.number(), eventId: z.string() });
/** The own post of the deputy who acted: a deputy's act names both posts, the other stands in `decidedBy`. */
export const deputyPost = id.optional();

/** Stands beside a free text about a natural person; the text is sealed under that person's key. */
export const person = id.optional();

/** A rule that was not met, as the law's texts had it when it was recorded. */
const finding = z.object({
  ruleId: z.enum(Object.keys(RULES) as [RuleId, ...RuleId[]]),
  effect: z.enum(['W', 'F']),
  title: text,
  detail: text,
  legalBasis: z.string().nullable(),
});
export const findings = z.array(finding);

/** Subjects of an event: streams of one kind that it names, as far as it does. */
export function about(aggregate: string, ...ids: readonly (string | undefined)[]): StreamRef[] {
  return ids.flatMap((one) => (one === undefined ? [] : { aggregate, id: one }));
}
