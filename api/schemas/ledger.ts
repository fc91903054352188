import { type TInteger, Type } from 'typebox';
import { orNull } from './parts.ts';
import { RefusalsSchema } from './refusals.ts';

const counts = <K extends string>(...names: readonly K[]) =>
  Type.Object(Object.fromEntries(names.map((name) => [name, Type.Integer()])) as Record<K, TInteger>);

/** The ledger entry of one device; `messageDifference` and `valueDifference` define its balances. */
export const LedgerEntrySchema = Type.Object({
  deviceId: Type.String(),
  provider: Type.String(),
  dialect: Type.String(),
  messages: counts('received', 'decoded', 'withoutReadings', 'duplicate', 'rejected', 'inFlight'),
  values: Type.Object({
    ...counts('extracted', 'acceptedOnTime', 'acceptedLate', 'duplicate', 'rejected', 'unmapped', 'inFlight')
      .properties,
    timeApproximate: Type.Integer({ description: 'Of those accepted: observed at some moment before they came.' }),
    possibleRepeat: Type.Integer({
      description: 'Of those accepted: may be there twice. A sum of amounts without them is the smaller one.',
    }),
    clockHeld: Type.Integer({ description: 'Of those accepted: received while the clock of the city was held.' }),
  }),
  store: orNull(
    Type.Object(
      counts('taken', 'equalAlready', 'differentAlready', 'refused', 'outsideRetention', 'skipped', 'waiting')
        .properties,
      {
        description:
          'What became of accepted values in the series store: acceptedOnTime + acceptedLate = the sum of these. Null where the store does not answer.',
      },
    ),
  ),
  missing: Type.Integer({ description: 'Sequence numbers that never came.' }),
  refused: Type.Integer({ description: 'Refused by the gateway, not part of the balance.' }),
  refusals: Type.Optional(RefusalsSchema),
});
