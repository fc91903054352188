import type { Position, Zone } from '../../model/zone.ts';
import { createRandom } from '../random.ts';
import { CELL_NAMES, CITY_NAME, DISTRICT_NAMES, type PlaceName, UNDERPASS_NAMES } from './names.ts';

const WEST = 114.0;
const SOUTH = 22.48;
const CELLS_PER_SIDE = 4;
/** About three kilometres. */
const CELL_DEGREES = 0.03;
/** About 160 m by 65 m. */
const UNDERPASS_DEGREES = { width: 0.0016, height: 0.0006 };
const UNDERPASSES_PER_DISTRICT = 2;

/** The zones of the demo city: city, 4 districts, 16 cells, 8 underpasses, and a road and a drain for each cell. */
export function layOutZones(seed: number): readonly Zone[] {
  const side = CELLS_PER_SIDE * CELL_DEGREES;
  const city: Zone = {
    id: 'lanwan',
    kind: 'city',
    name: CITY_NAME,
    parentId: null,
    outline: rectangle(WEST, SOUTH, side, side),
  };
  const districts = DISTRICT_NAMES.map((name, index): Zone => {
    const west = WEST + (index % 2) * 2 * CELL_DEGREES;
    const south = SOUTH + Math.floor(index / 2) * 2 * CELL_DEGREES;
    const outline = rectangle(west, south, 2 * CELL_DEGREES, 2 * CELL_DEGREES);
    return { id: `d${index + 1}`, kind: 'district', name, parentId: city.id, outline };
  });
  const cells = CELL_NAMES.map(layOutCell);
  const underpasses = layOutUnderpasses(seed, cells);
  return [city, ...districts, ...cells, ...underpasses, ...cells.map(layOutRoad), ...cells.map(layOutDrain)];
}

function layOutCell(name: PlaceName, index: number): Zone {
  const column = index % CELLS_PER_SIDE;
  const row = Math.floor(index / CELLS_PER_SIDE);
  const district = Math.floor(column / 2) + 2 * Math.floor(row / 2);
  const outline = rectangle(WEST + column * CELL_DEGREES, SOUTH + row * CELL_DEGREES, CELL_DEGREES, CELL_DEGREES);
  return { id: `c${row + 1}${column + 1}`, kind: 'cell', name, parentId: `d${district + 1}`, outline };
}

function layOutUnderpasses(seed: number, cells: readonly Zone[]): readonly Zone[] {
  const random = createRandom(seed, 'underpasses');
  const chosen = DISTRICT_NAMES.flatMap((_, index) =>
    random.shuffle(cells.filter((cell) => cell.parentId === `d${index + 1}`)).slice(0, UNDERPASSES_PER_DISTRICT),
  );
  return chosen.map((cell, index): Zone => {
    const [west, south] = southWest(cell);
    const { width, height } = UNDERPASS_DEGREES;
    const outline = rectangle(
      west + random.between(0.2, 0.7) * CELL_DEGREES,
      south + random.between(0.2, 0.7) * CELL_DEGREES,
      width,
      height,
    );
    return { id: `u${index + 1}`, kind: 'underpass', name: nameAt(UNDERPASS_NAMES, index), parentId: cell.id, outline };
  });
}

function layOutRoad(cell: Zone): Zone {
  const [west, south] = southWest(cell);
  const middle = south + 0.5 * CELL_DEGREES;
  return {
    id: `r${cell.id.slice(1)}`,
    kind: 'road',
    name: { en: `${cell.name.en} Avenue`, zh: `${cell.name.zh}大道` },
    parentId: cell.id,
    outline: [position(west, middle), position(west + CELL_DEGREES, middle)],
  };
}

function layOutDrain(cell: Zone): Zone {
  const [west, south] = southWest(cell);
  const bend = 0.6 * CELL_DEGREES;
  return {
    id: `s${cell.id.slice(1)}`,
    kind: 'drain',
    name: { en: `${cell.name.en} Main Drain`, zh: `${cell.name.zh}排水干管` },
    parentId: cell.id,
    outline: [
      position(west + 0.2 * CELL_DEGREES, south + 0.95 * CELL_DEGREES),
      position(west + bend, south + bend),
      position(west + bend, south),
    ],
  };
}

/** Closed, counter-clockwise as RFC 7946 wants an outer ring. */
function rectangle(west: number, south: number, width: number, height: number): readonly Position[] {
  const [east, north] = [west + width, south + height];
  const corners = [position(west, south), position(east, south), position(east, north), position(west, north)];
  return [...corners, position(west, south)];
}

/** Seven decimals are a centimetre. */
function position(longitude: number, latitude: number): Position {
  return [Number(longitude.toFixed(7)), Number(latitude.toFixed(7))];
}

function southWest(zone: Zone): Position {
  const [first] = zone.outline;
  if (!first) throw new RangeError(`zone ${zone.id} has no outline`);
  return first;
}

function nameAt(names: readonly PlaceName[], index: number): PlaceName {
  return names[index] ?? { en: `Underpass ${index + 1}`, zh: `${index + 1}号下穿` };
}
