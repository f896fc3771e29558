import { made } from './personas.js';
import { act, type Step } from './step.js';

/** The mayor lets the municipal secretary sign; on 2025-01-06. */
export function signingMandate(): Step {
  return act('M-V', 'mayor', 'GrantMandate', {
    kind: 'powerOfAttorney',
    body: made('mayor'),
    holderPost: made('gemeentesecretaris'),
    powers: [{ code: 'vertegenwoordigen' }],
    limits: [perAct(25_000_000)],
    from: '2025-01-06',
    instrument: instrument('gmb-2025-000101', '2025-01-06'),
  });
}

/** The college grants M-A to the director, who grants M-B to the team manager; on 2025-01-13. */
export function directorAndTeamManager(): Step[] {
  const general = {
    kind: 'mandate',
    body: made('college'),
    holderPost: made('directeur-sociaal-domein'),
    powers: [{ code: 'subsidie-welzijn' }],
    limits: [perAct(10_000_000)],
    from: '2025-01-01',
    subMandateAllowed: true,
  };
  const written = { ...general, instrument: instrument('gmb-2025-001301', '2025-01-13') };
  const sub = {
    parent: made('M-A'),
    holderPost: made('teammanager-samenleving'),
    powers: [{ code: 'subsidie-welzijn' }],
    from: '2025-01-13',
    instrument: instrument('gmb-2025-001302', '2025-01-13'),
  };
  return [
    act('M-A without instrument', 'college', 'GrantMandate', general, 'M4'),
    act('M-A without reason', 'college', 'GrantMandate', written, 'M14'),
    act('M-A', 'college', 'GrantMandate', { ...written, retroactiveReason: 'De nieuwe organisatie werkt sinds 1 januari 2025.' }),
    act('M-B too wide', 'director-social-domain', 'GrantSubMandate', { ...sub, limits: [perAct(15_000_000)] }, 'M10'),
    act('M-B', 'director-social-domain', 'GrantSubMandate', { ...sub, limits: [perAct(2_500_000)] }),
  ];
}

/** M-C goes to the director of Welzijn, who has to consent, as does the foundation; on 2025-01-20. */
export function welzijnMandate(): Step {
  return act('M-C', 'college', 'GrantMandate', {
    kind: 'mandate',
    body: made('college'),
    holderPost: made('welzijn-directeur'),
    powers: [{ code: 'toegang-dagactiviteiten' }],
    from: '2025-02-01',
    instrument: instrument('gmb-2025-002001', '2025-01-20'),
  });
}

/** 2025-01-29. */
export function holderConsents(): Step {
  return act('M-C holder consents', 'welzijn-director', 'ConsentToMandate', { mandate: made('M-C'), as: 'holder' });
}

/** 2025-02-03: with that M-C is in force. */
export function boardConsents(): Step {
  return act('M-C board consents', 'welzijn-board', 'ConsentToMandate', { mandate: made('M-C'), as: 'organisation' });
}

/** M-A ends, and M-B with it; on 2025-06-16. */
export function revocation(): Step[] {
  const revoke = { mandate: made('M-A'), from: '2025-06-20', reason: 'Het college neemt deze besluiten weer zelf.' };
  return [
    act('M-A revoked without instrument', 'college', 'RevokeMandate', revoke, 'M4'),
    act('M-A revoked', 'college', 'RevokeMandate', { ...revoke, instrument: instrument('gmb-2025-061601', '2025-06-16') }),
  ];
}

function perAct(amountCents: number): object {
  return { amountCents, per: 'act', vat: 'notApplicable' };
}

function instrument(reference: string, date: string): object {
  return { reference, date };
}
