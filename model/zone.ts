/** A GeoJSON position: longitude, latitude (WGS 84, RFC 7946). */
export type Position = readonly [number, number];

/**
 * The kinds of zone, the widest first: a kind lies within every kind that stands before it. A new kind is one line here.
 * `shape` is what its outline is: an area, or a line.
 */
export const ZONE_KIND_FACTS = {
  city: { shape: 'area', title: { en: 'City', zh: '城市' } },
  district: { shape: 'area', title: { en: 'District', zh: '行政区' } },
  cell: { shape: 'area', title: { en: 'Cell', zh: '网格' } },
  underpass: { shape: 'area', title: { en: 'Underpass', zh: '下穿通道' } },
  road: { shape: 'line', title: { en: 'Road', zh: '道路' } },
  drain: { shape: 'line', title: { en: 'Drain', zh: '排水管' } },
} as const satisfies Record<string, ZoneKindFacts>;

export interface ZoneKindFacts {
  readonly shape: 'area' | 'line';
  readonly title: { readonly en: string; readonly zh: string };
}

export type ZoneKind = keyof typeof ZONE_KIND_FACTS;
export const ZONE_KINDS = Object.keys(ZONE_KIND_FACTS) as ZoneKind[];

/** An area (or line) of the city in a tree: city → district → cell → underpass; roads and drains attach to a cell. */
export interface Zone {
  readonly id: string;
  readonly kind: ZoneKind;
  readonly name: { readonly en: string; readonly zh: string };
  /** The zone that contains it; `null` only for the city. */
  readonly parentId: string | null;
  /** Outer ring of the area, closed; a line for roads and drains. */
  readonly outline: readonly Position[];
}
