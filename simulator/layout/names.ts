/** A place name in both languages. */
export interface PlaceName {
  readonly en: string;
  readonly zh: string;
}

const name = (en: string, zh: string): PlaceName => ({ en, zh });

export const CITY_NAME = name('Lanwan', '澜湾');

/** South-west, south-east, north-west, north-east. */
export const DISTRICT_NAMES: readonly PlaceName[] = [
  name('Haibin District', '海滨区'),
  name('Dongpu District', '东浦区'),
  name('Beishan District', '北山区'),
  name('Jiangkou District', '江口区'),
];

/** Row by row from the south-west. */
export const CELL_NAMES: readonly PlaceName[] = [
  name('Fishing Harbour', '渔港'),
  name('Silver Beach', '银滩'),
  name('East Quay', '东码头'),
  name('Salt Flats', '盐田'),
  name('Old Town', '老城'),
  name('Banyan Garden', '榕园'),
  name('Dongpu Market', '东浦市场'),
  name('Mangrove Park', '红树林公园'),
  name('West Gate', '西门'),
  name('Lotus Lake', '莲湖'),
  name('River Mouth', '江口'),
  name('New Harbour', '新港'),
  name('Tea Hill', '茶山'),
  name('North Station', '北站'),
  name('Science Park', '科技园'),
  name('Reservoir', '水库'),
];

/** Underpasses, used from the first on. */
export const UNDERPASS_NAMES: readonly PlaceName[] = [
  name('Binhe Underpass', '滨河下穿'),
  name('Railway Underpass', '铁路下穿'),
  name('Harbour Road Underpass', '港湾路下穿'),
  name('Ring Road Underpass', '环城路下穿'),
  name('Market Street Underpass', '市场街下穿'),
  name('Station Underpass', '车站下穿'),
  name('Lotus Underpass', '莲湖下穿'),
  name('Bridge Street Underpass', '桥街下穿'),
];
