import { InputType } from '@nestjs/graphql';
import { RoleType } from '../../../law/partnership-roles.js';
import { Command, CommandInput, FromElsewhere } from '../../registration/command-input.js';
import { ChoiceField, DateField, FreeTextField, IdField, TextField } from '../../registration/fields.js';
import { ABOUT_PERSON, FIRST_DAY, PARTNERSHIP } from './roles.commands.js';

@InputType({ isAbstract: true })
export abstract class LeavingContent extends CommandInput {
  @IdField(PARTNERSHIP)
  partnership!: string;

  @DateField('First day on which it no longer takes part; default today. Its roles end with it.', { optional: true })
  on?: string;

  @FreeTextField('Why.')
  reason!: string;

  @IdField(ABOUT_PERSON, { optional: true })
  aboutPerson?: string;
}

@Command('Invite a party to a partnership (uitnodigen); it joins by itself.')
export class InviteToPartnership extends CommandInput {
  @IdField(PARTNERSHIP)
  partnership!: string;

  @IdField('The party that is invited.')
  party!: string;
}

@Command('Join a partnership (toetreden) one was invited to, as the party one acts for.')
export class JoinPartnership extends CommandInput {
  @IdField(PARTNERSHIP)
  partnership!: string;

  @DateField(FIRST_DAY, { optional: true })
  from?: string;
}

@Command('Leave a partnership (uittreden), as the party one acts for, or for a party that no longer can.')
export class LeavePartnership extends LeavingContent {
  @IdField('The party that leaves; only a registrar names another than its own. Default the party one acts for.', { optional: true })
  party?: string;
}

@Command('Register (achteraf vastleggen) that a party was a member as agreed outside the ledger.')
export class RegisterMembership extends FromElsewhere {
  @IdField(PARTNERSHIP)
  partnership!: string;

  @IdField('The member.')
  party!: string;

  @DateField('First day.')
  from!: string;

  @DateField('First day on which it was no longer.', { optional: true })
  until?: string;
}

@Command('Admit a guest (gast): takes part in a role that binds nobody else, without membership.')
export class AdmitGuest extends CommandInput {
  @IdField(PARTNERSHIP)
  partnership!: string;

  @IdField('The party that is guest.')
  party!: string;

  @ChoiceField(RoleType, 'The role (rol) it takes part in, e.g. OBSERVER or ASSESSOR; more can be assigned.')
  role!: RoleType;

  @TextField('The one matter (zaak) it is for.', { optional: true })
  matter?: string;

  @DateField(FIRST_DAY, { optional: true })
  from?: string;

  @DateField('First day on which it is no longer a guest.', { optional: true })
  until?: string;
}

@Command('Record that a guest (gast) no longer takes part; its roles end with it.')
export class ReleaseGuest extends LeavingContent {
  @IdField('The guest.')
  party!: string;
}
