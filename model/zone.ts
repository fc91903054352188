/** A GeoJSON position: longitude, latitude (WGS 84, RFC 7946). */
export type Position = readonly [number, number];

/**
 * The kinds of zone, the widest first: a zone may be contained in a zone of any kind listed before its own. A new kind
 * is one line here. `shape` is the geometry of its outline: an area (polygon), or a line.
 */
export const ZONE_KIND_FACTS = {
  city: { shape: 'area', title: { en: 'City', zh: '城市' } },
  district: { shape: 'area', title: { en: 'District', zh: '行政区' } },
  cell: { shape: 'area', title: { en: 'Cell', zh: '网格' } },
  underpass: { shape: 'area', title: { en: 'Underpass', zh: '下穿通道' } },
  road: { shape: 'line', title: { en: 'Road', zh: '道路' } },
  drain: { shape: 'line', title: { en: 'Drain', zh: '排水管' } },
} as const satisfies Record<string, ZoneKindFacts>;

/** Geometry and display name of a kind of zone. */
export interface ZoneKindFacts {
  readonly shape: 'area' | 'line';
  readonly title: { readonly en: string; readonly zh: string };
}

/** One of the kinds of zone. */
export type ZoneKind = keyof typeof ZONE_KIND_FACTS;
/** All kinds of zone, the widest first. */
export const ZONE_KINDS = Object.keys(ZONE_KIND_FACTS) as ZoneKind[];

/** A node of the zone tree: city → district → cell → underpass; roads and drains belong to a cell. */
export interface Zone {
  readonly id: string;
  readonly kind: ZoneKind;
  readonly name: { readonly en: string; readonly zh: string };
  /** The zone that contains it; `null` only for the city. */
  readonly parentId: string | null;
  /**
   * Outer ring of the area, closed (RFC 7946, 3.1.6), of its largest part where it has several; the points of a line
   * for roads and drains.
   */
  readonly outline: readonly Position[];
  /**
   * All of an area that has holes or several parts: polygons, each with its outer ring and then its holes. Absent where
   * the outline is all of it.
   */
  readonly polygons?: readonly (readonly (readonly Position[])[])[];
}

/** The polygons of an area, each with its outer ring and then its holes. */
export const polygonsOf = ({ outline, polygons }: Pick<Zone, 'outline' | 'polygons'>) => polygons ?? [[outline]];
