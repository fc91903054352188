import { expect, test } from 'vitest';
import type { JoinedEntry } from '../live/api-types.ts';
import { accountsOf, messageRest, valueRest } from './accounts.ts';
import { hexLines } from './hex-lines.ts';

const books = (deviceId: string, provider: string, rejected: number, received = 10): JoinedEntry => ({
  deviceId,
  provider,
  dialect: 'citynerve-json',
  messages: { received, decoded: 10 - rejected, withoutReadings: 0, duplicate: 0, rejected, inFlight: 0 },
  values: {
    extracted: 5,
    acceptedOnTime: 4,
    acceptedLate: 1,
    duplicate: 0,
    rejected: 0,
    unmapped: 0,
    inFlight: 0,
    timeApproximate: 0,
    possibleRepeat: 0,
    clockHeld: 0,
  },
  missing: 0,
  refused: 1,
  store: { taken: 4, equalAlready: 0, differentAlready: 0, refused: 0, outsideRetention: 0, skipped: 0, waiting: 1 },
});

test('devices of one provider add up to one account that balances when they do', () => {
  const [account] = accountsOf([books('a', 'Blue', 1), books('b', 'Blue', 2)], 'provider');
  expect(account?.books.messages).toMatchObject({ received: 20, decoded: 17, rejected: 3 });
  expect(account?.books.store).toMatchObject({ taken: 8, waiting: 2 });
  expect(account && [messageRest(account.books), valueRest(account.books), account.books.refused]).toEqual([0, 0, 2]);
});

test('accounts that do not balance come first, then those with most rejected', () => {
  const entries = [books('fine', 'x', 0), books('rejected', 'x', 3), books('lost', 'x', 0, 11)];
  expect(accountsOf(entries, 'device').map(({ name }) => name)).toEqual(['lost', 'rejected', 'fine']);
});

test('bytes are shown in hex and as text, a dot for what cannot be printed', () => {
  expect(hexLines(new Uint8Array([0x7b, 0x00, 0xff, 0x7d]), 3)).toEqual([
    { at: '0000', hex: '7b 00 ff', text: '{..' },
    { at: '0003', hex: '7d', text: '}' },
  ]);
});
