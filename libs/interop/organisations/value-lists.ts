import type { ListedPartyKind } from './organisation-reading.js';

/** One TOOI value list: how the file names it, and the form of the identifiers in it. */
export interface ValueList {
  readonly list: string;
  readonly kind: ListedPartyKind;
  /** Path of its identifiers below `https://identifier.overheid.nl/tooi/id/`. */
  readonly path: RegExp;
}

export const TOOI_IDENTIFIERS = 'https://identifier.overheid.nl/tooi/id/';

export const VALUE_LISTS: readonly ValueList[] = [
  { list: 'gemeentelijst', kind: 'MUNICIPALITY', path: /^gemeente\/gm\d{4}$/u },
  // Samenwerkingsorganisaties: an own number, or that of the trade register (handelsregister) for the newest.
  { list: 'solijst', kind: 'REGION', path: /^so\/(so\d{4}|hv_\d{8})$/u },
  { list: 'oorglijst', kind: 'OTHER_PUBLIC_BODY', path: /^oorg\/oorg\d{5}$/u },
  { list: 'zbolijst', kind: 'INDEPENDENT_PUBLIC_BODY', path: /^zbo\/zb\d{6}$/u },
  { list: 'waterschaplijst', kind: 'WATER_BOARD', path: /^waterschap\/ws\d{4}$/u },
  { list: 'provincielijst', kind: 'PROVINCE', path: /^provincie\/pv\d{2}$/u },
  { list: 'caribischelijst', kind: 'CARIBBEAN_PUBLIC_BODY', path: /^col\/col\d{2}$/u },
];

export function listNamed(name: string): ValueList | undefined {
  return VALUE_LISTS.find((each) => each.list === name);
}

/** The list whose identifiers have this form; undefined when it is no TOOI identifier of an organisation. */
export function listOfUri(uri: string): ValueList | undefined {
  if (!uri.startsWith(TOOI_IDENTIFIERS)) return undefined;
  const path = uri.slice(TOOI_IDENTIFIERS.length);
  return VALUE_LISTS.find((each) => each.path.test(path));
}

/** `…/gemeente/gm0363` → `GM0363`; undefined for other lists. */
export function cbsCodeOf(uri: string): string | undefined {
  return /\/gemeente\/(gm\d{4})$/u.exec(uri)?.[1]?.toUpperCase();
}
