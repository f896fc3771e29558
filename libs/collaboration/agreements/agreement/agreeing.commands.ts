import { Command, CommandInput } from '../../registration/command-input.js';
import { DateField, FlagField, FreeTextField, IdentifierField, IdField, TextField } from '../../registration/fields.js';

@Command(
  'Consent to a proposal (instemmen), by a signatory whose authority is recorded. A municipality consents by its decision and its signature; before the decision only under reservation, which binds nobody.',
)
export class ConsentToAgreement extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @IdentifierField('Hash of the proposal.')
  hash!: string;

  @IdField('The party that consents, when the actor acts for more than one.', { optional: true })
  party?: string;

  @FlagField('Under reservation (onder voorbehoud): does not count towards conclusion.', { optional: true })
  underReservation?: boolean;

  @FreeTextField('Of what the reservation is.', { optional: true })
  reservation?: string;

  @DateField('When, at most seven days back; default today.', { optional: true })
  actDate?: string;
}

@Command('Decline a proposal (afwijzen). It stays on the table until it is countered or withdrawn.')
export class DeclineAgreement extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @IdentifierField('Hash of the proposal.')
  hash!: string;

  @IdField('The party that declines, when the actor acts for more than one.', { optional: true })
  party?: string;

  @FreeTextField('Why.')
  reason!: string;
}

@Command('Take a consent or signature back (instemming intrekken), while the proposal was not concluded.')
export class WithdrawAgreementConsent extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @IdentifierField('Hash of the proposal.')
  hash!: string;

  @IdField('The party, when the actor acts for more than one.', { optional: true })
  party?: string;

  @FreeTextField('Why.')
  reason!: string;
}

@Command('Link the decision (besluit) on which the consent of a municipality rests (Gemeentewet 160), or by which a subsidy is granted.')
export class LinkAgreementDecision extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @IdentifierField('Hash of the proposal that was decided on.')
  hash!: string;

  @IdField('The decision; it is looked at again with all that is known now.')
  decision!: string;

  @IdField('The party whose body decided, when the actor acts for more than one.', { optional: true })
  party?: string;
}

@Command(
  'Sign for a municipality (ondertekenen), after its decision: the mayor, or whoever holds a power of attorney (volmacht) of the mayor (Gemeentewet 171).',
)
export class SignAgreement extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @IdentifierField('Hash of the proposal.')
  hash!: string;

  @IdField('The power of attorney, when not the mayor signs.', { optional: true })
  mandate?: string;

  @IdField('The municipality, when the actor acts for more than one.', { optional: true })
  party?: string;

  @DateField('When, at most seven days back; default today.', { optional: true })
  signedOn?: string;
}

@Command('Flag that an agreement has far-reaching consequences (ingrijpende gevolgen): the council is heard first (Gemeentewet 169 lid 4).')
export class FlagAgreementFarReaching extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @IdField('The municipality, when the actor acts for more than one.', { optional: true })
  party?: string;

  @FreeTextField('Why.')
  reason!: string;
}

@Command('Record that the council could give its wishes and reservations (wensen en bedenkingen, Gemeentewet 160 lid 2, 169 lid 4).')
export class RecordCouncilHeard extends CommandInput {
  @IdField('The agreement.')
  agreement!: string;

  @IdField('The municipality, when the actor acts for more than one.', { optional: true })
  party?: string;

  @DateField('When.')
  on!: string;

  @TextField('Where it can be found, e.g. the council proposal.')
  reference!: string;
}
