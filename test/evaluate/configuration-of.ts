import type { ConfigChange } from '../../model/config-change.ts';
import type { DemoCity } from '../../simulator/demo-city.ts';
import type { FoldUnderTest } from './fold-under-test.ts';

/** The configuration of a city for a fold; a device of which the fold's version knows no model is left out. */
export function configurationOf(
  { city, zones, devices }: Pick<DemoCity, 'city' | 'zones' | 'devices'>,
  { models, standards }: Pick<FoldUnderTest, 'models' | 'standards'>,
): readonly ConfigChange[] {
  const known = new Set(models.map(({ id }) => id));
  return [
    { type: 'city.put', city },
    { type: 'zones.put', zones },
    ...models.map((model) => ({ type: 'model.put' as const, model })),
    ...standards.map((pack) => ({ type: 'standard.put' as const, pack })),
    ...devices.filter(({ model }) => known.has(model)).map((device) => ({ type: 'device.put' as const, device })),
  ];
}
