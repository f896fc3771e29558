import { nameId } from '../../../libs/ledger/ids.js';
import type { GrantingBody } from '../../../libs/interop/mandate-register/register-reading.js';
import { stepFor, type Step } from './step.js';

interface BodyOfMunicipality {
  readonly kind: 'COLLEGE' | 'MAYOR' | 'COUNCIL';
  /** Before the name of the municipality. */
  readonly title: string;
}

/** Every municipality has these three (Gemeentewet 6). */
export const BODIES: Readonly<Record<GrantingBody, BodyOfMunicipality>> = {
  college: { kind: 'COLLEGE', title: 'College van burgemeester en wethouders van' },
  mayor: { kind: 'MAYOR', title: 'Burgemeester van' },
  council: { kind: 'COUNCIL', title: 'Gemeenteraad van' },
};

export const GRANTING_BODIES = Object.keys(BODIES) as GrantingBody[];

export interface Municipality {
  readonly id: string;
  readonly name: string;
}

export function bodyCommandId(body: GrantingBody, municipality: string): string {
  return nameId(municipality, JSON.stringify(['body', body]));
}

/** Registers a body that the ledger does not know yet, so that the municipality's grants have their grantor. */
export function bodyStep(body: GrantingBody, municipality: Municipality, { from, source }: { from: string; source: string }): Step {
  const { kind, title } = BODIES[body];
  const name = `${title} ${municipality.name.replace(/^gemeente\s+/iu, '')}`;
  return stepFor({
    command: 'RegisterParty',
    commandId: bodyCommandId(body, municipality.id),
    name,
    input: { name, kind, partOf: municipality.id, administrativeBody: 'Gemeentewet 6', from, source },
    needs: [],
  });
}
