import fc from 'fast-check';
import type { Property } from '../../model/property.ts';
import type { Scenario, Window } from '../../model/scenario.ts';
import type { Contribution, ZoneState } from '../../model/state.ts';

const AT = 1_782_900_000_000;
const value = fc.oneof(
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.constantFrom(0, -0, 1, 15, 27, 40, 95, 100, 1e9, -1e9),
);

/** Random windows, including implausible ones: any values, gaps, empty lists, missing properties. */
export function hostileWindows({ needs, zoneKinds, windowSeconds, subjectOf }: Scenario): fc.Arbitrary<Window> {
  const observedAt = fc.integer({ min: AT - windowSeconds * 1000 + 1, max: AT });
  const contribution: fc.Arbitrary<Contribution> = fc.record(
    {
      deviceId: fc.constantFrom('a', 'b', 'c'),
      channel: fc.constantFrom('x', 'y'),
      observedAt,
      value,
      quality: fc.constantFrom('good', 'suspect'),
      offset: fc.nat(),
      count: fc.integer({ min: 2, max: 100 }),
    },
    { requiredKeys: ['deviceId', 'channel', 'observedAt', 'value', 'quality', 'offset'] },
  );
  const stateOf = (property: Property): fc.Arbitrary<ZoneState> =>
    fc.record({
      zoneId: fc.constant('zone'),
      property: fc.constant(property),
      at: observedAt,
      value,
      uncertainty: fc.double({ min: 0, max: 1e6, noNaN: true }),
      contributors: fc.array(contribution, { maxLength: 3 }),
      setAside: fc.constant([]),
    });
  const listsOf = <T>(item: (property: Property) => fc.Arbitrary<T>, order: (a: T, b: T) => number) =>
    fc.record(
      Object.fromEntries(
        needs.map((property) => [
          property,
          fc.array(item(property), { maxLength: 12 }).map((list) => list.sort(order)),
        ]),
      ),
      { requiredKeys: [] },
    );
  const window = fc.record({
    zoneId: fc.constant('zone'),
    zoneKind: fc.constantFrom(...zoneKinds),
    at: fc.constant(AT),
    windowSeconds: fc.constant(windowSeconds),
    states: listsOf(stateOf, (a, b) => a.at - b.at),
    readings: listsOf(
      () => contribution,
      (a, b) => a.observedAt - b.observedAt,
    ),
  });
  return subjectOf === undefined ? window : window.map((each) => ({ ...each, subject: { kind: 'thing', id: 'a' } }));
}
