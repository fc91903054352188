/** A GeoJSON position: longitude, latitude (WGS 84, RFC 7946). */
export type Position = readonly [number, number];

export const ZONE_KINDS = ['city', 'district', 'cell', 'underpass', 'road', 'drain'] as const;
export type ZoneKind = (typeof ZONE_KINDS)[number];

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
