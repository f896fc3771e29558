import type { Condition } from '../../views/read-models.js';
import type { PartnershipDoc } from './partnership/partnership.view.js';
import type { NetworkDoc } from './network/network.view.js';

export const MapKind = { NETWORK: 'NETWORK', PARTNERSHIP: 'PARTNERSHIP', INITIATIVE: 'INITIATIVE' } as const;
export type MapKind = (typeof MapKind)[keyof typeof MapKind];

/** What the network map says of one network, partnership or initiative. */
export interface MapPlace {
  readonly name: string;
  readonly topics: readonly string[];
  /** CBS codes; none is everywhere. */
  readonly areaCodes: readonly string[];
  /** null where nobody said so. */
  readonly funded: boolean | null;
  readonly parties: readonly string[];
}

/** A table of which every row in force is a place on the map, for whoever may read that row. */
export interface MapSource<Doc = any> {
  readonly kind: MapKind;
  readonly table: string;
  /** Which rows; what has ended, or was only proposed, is on no map. */
  readonly where: readonly Condition[];
  place(doc: Doc): MapPlace;
}

/** Everything on the map. An aggregate joins with one line. */
export const MAP_SOURCES: readonly MapSource[] = [
  { kind: 'NETWORK', table: 'network', where: [{ column: 'status', is: 'ACTIVE' }], place: (doc: NetworkDoc) => doc },
  {
    kind: 'PARTNERSHIP',
    table: 'partnership',
    where: [{ column: 'status', is: 'ACTIVE' }],
    place: ({ name, topics, areas, memberParties }: PartnershipDoc) => ({
      name,
      topics,
      areaCodes: areas,
      funded: null,
      parties: memberParties,
    }),
  },
];

export function isAbout(topics: readonly string[], asked: string): boolean {
  return topics.some((topic) => topic.toLowerCase().includes(asked.toLowerCase()));
}
