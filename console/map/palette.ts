/** Colours of the map, read from the page's own tokens so that both themes have one source. */
export interface Palette {
  readonly ground: string;
  readonly area: string;
  readonly areaLine: string;
  readonly districtLine: string;
  readonly road: string;
  readonly drain: string;
  readonly label: string;
  readonly halo: string;
  readonly quiet: string;
  readonly ink: string;
  readonly watch: string;
  readonly warn: string;
  readonly critical: string;
}

/** The present colours. */
export function readPalette(): Palette {
  const tokens = getComputedStyle(document.documentElement);
  const token = (name: string): string => tokens.getPropertyValue(`--${name}`).trim();
  return {
    ground: token('map-ground'),
    area: token('map-area'),
    areaLine: token('map-area-line'),
    districtLine: token('map-district-line'),
    road: token('map-road'),
    drain: token('map-drain'),
    label: token('map-label'),
    halo: token('map-ground'),
    quiet: token('map-device'),
    ink: token('ink'),
    watch: token('watch'),
    warn: token('warn'),
    critical: token('critical'),
  };
}
