import { AIR_PROPERTIES } from '../../model/air-quality.ts';
import { isProperty } from '../../model/property.ts';
import type { StandardBreakpoints, StandardsPack } from '../../model/standards-pack.ts';
import type { VectorCalculator } from '../standards/vector-calculator.ts';
import { listOf, numberOf } from '../standards/vector-input.ts';
import { breakpointsOf } from './breakpoints-of.ts';
import { hourRuleOf } from './hour-rule.ts';
import { nowcastIn } from './nowcast.ts';
import { overallIndex } from './overall-index.ts';
import { placeHour } from './place-hour.ts';
import { subIndex } from './sub-index.ts';
import { unitConcentration } from './unit-concentration.ts';

/** The calculators that the test vectors of air quality packs are checked with. */
export const AIR_VECTOR_CALCULATORS: readonly VectorCalculator[] = [
  {
    inputs: ['concentration', 'row'],
    compute: (input, pack) =>
      subIndex(rowOf(pack, input['row']), numberOf(input, 'concentration'), pack)?.index ?? 'none',
  },
  {
    inputs: ['row', 'scaleOf'],
    compute(input, pack) {
      const found = subIndex(rowOf(pack, input['row']), numberOf(input, 'scaleOf'), pack);
      return found === null ? 'none' : `${found.index}${found.isBeyondScale ? ' beyond the scale' : ''}`;
    },
  },
  {
    inputs: ['accuracy', 'stationMeans', 'stationMinutes'],
    compute(input, pack) {
      const [minutes, accuracy] = [listOf(input, 'stationMinutes'), numberOf(input, 'accuracy')];
      const stations = listOf(input, 'stationMeans').map((mean, index) => {
        return { deviceId: `${index + 1}`, mean: mean ?? Number.NaN, minutes: minutes[index] ?? 0, accuracy };
      });
      const { value, excluded } = placeHour(stations, hourRuleOf(pack));
      return [value ?? 'none', ...excluded.map(({ deviceId, reason }) => `${deviceId} ${reason}`)].join(', ');
    },
  },
  {
    inputs: ['air.co', 'air.no2', 'air.o3', 'air.pm10', 'air.pm2_5', 'air.so2'],
    compute(input, pack) {
      const parts = AIR_PROPERTIES.flatMap((property) => {
        const row = breakpointsOf(pack).find((each) => each.property === property);
        const part = row && subIndex(row, numberOf(input, property), pack);
        return part ? [{ property, ...part }] : [];
      });
      const { index, category, primary } = overallIndex(parts, pack);
      return `${parts.map((part) => part.index).join('/')} -> ${index} ${primary.join('+')} ${category?.title.en}`;
    },
  },
  {
    inputs: ['nowcastNewestFirst'],
    compute(input, pack) {
      const concentration = nowcastIn(pack, listOf(input, 'nowcastNewestFirst'));
      return concentration === null
        ? 'none'
        : (subIndex(rowOf(pack, 'pm2_5'), concentration, pack)?.concentration ?? 'none');
    },
  },
  {
    inputs: ['nowcastNewestFirst', 'row'],
    compute(input, pack) {
      const concentration = nowcastIn(pack, listOf(input, 'nowcastNewestFirst'));
      return concentration === null
        ? 'none'
        : (subIndex(rowOf(pack, input['row']), concentration, pack)?.index ?? 'none');
    },
  },
  {
    inputs: ['microgramsPerCubicMetre', 'property', 'unit'],
    compute(input, pack) {
      const { property, unit } = input;
      if (typeof property !== 'string' || !isProperty(property) || typeof unit !== 'string') return 'none';
      return unitConcentration(property, unit, numberOf(input, 'microgramsPerCubicMetre'), pack);
    },
  },
];

function rowOf(pack: StandardsPack, name: unknown): StandardBreakpoints {
  const row = typeof name === 'string' ? pack.table[name] : undefined;
  if (row === undefined || !('concentrations' in row)) throw new Error(`no row of break points "${name}"`);
  return row;
}
