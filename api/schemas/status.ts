import { Type } from 'typebox';
import { LagSchema } from './lag.ts';
import { Instant, listOf, Offset, oneOf, orNull } from './parts.ts';

const WallTime = Type.Integer({ description: 'Milliseconds since 1970, UTC, by the clock of the machine.' });
const Count = Type.Integer({ minimum: 0 });

const Sink = Type.Object({
  name: Type.String(),
  nextOffset: orNull(Type.Unsafe<number>({ ...Offset, description: 'Its cursor; null: not known yet.' })),
  behindRecords: orNull(Type.Integer({ minimum: 0, description: 'Null: not known yet.' })),
  behindSeconds: orNull(Type.Number({ minimum: 0 })),
  waiting: Count,
  trouble: orNull(Type.String({ description: 'Why it does not write; null while it does.' })),
});
const Extension = Type.Object({
  kind: Type.String(),
  id: Type.String(),
  zoneId: orNull(Type.String()),
  isOn: Type.Boolean(),
  lastError: orNull(Type.String()),
  failures: Count,
  offBy: orNull(oneOf(['failure', 'amendment', 'person'])),
  user: orNull(Type.String({ description: 'Who switched it off; null where it failed by itself.' })),
});
const Devices = Type.Object(
  { known: Count, silent: Count, never: Count },
  { description: 'Silent: no reading for the larger of three expected intervals and 180 s. Never: no reading at all.' },
);

const ClockHoldSchema = Type.Object(
  {
    since: Type.Integer({ description: 'City time at its begin, milliseconds since 1970, UTC.' }),
    offset: Offset,
    aheadMillis: Type.Integer({ description: 'City time minus wall time at its begin.' }),
    isTimeKnown: Type.Boolean({ description: 'False: it began with a start of the gateway.' }),
    isAccepted: Type.Boolean({ description: 'A person has accepted the wall clock; city time waits for it.' }),
  },
  { description: 'City time goes on by the monotonic clock, because the wall clock has jumped; null: it does not.' },
);

const BuildSchema = Type.Object(
  {
    cause: oneOf(['clock-shifted', 'extension-off', 'refold', 'rebuild-store']),
    user: orNull(Type.String({ description: 'Who made the amendment; null for a command.' })),
    fromOffset: orNull(Type.Unsafe<number>({ ...Offset, description: 'The first offset that the amendment changes.' })),
    since: WallTime,
    share: Type.Number({ minimum: 0, description: 'Of the journal that is folded again.' }),
    trouble: orNull(Type.String({ description: 'Why it has failed; null while it goes on.' })),
  },
  { description: 'Readings and documents are being made again; until then they are shown as they were. Null: no.' },
);

/** The status of the city: `CityStatus` of the model. */
export const StatusSchema = Type.Object({
  cityTime: orNull(Instant),
  clockHold: orNull(ClockHoldSchema),
  build: orNull(BuildSchema),
  saidAt: WallTime,
  tickAt: orNull(WallTime),
  isGatewayThere: Type.Boolean(),
  lag: LagSchema,
  sinks: listOf(Sink),
  extensions: listOf(Extension),
  notWatched: listOf(Type.Object({ scenarioId: Type.String(), zoneId: Type.String() })),
  devices: Devices,
});
