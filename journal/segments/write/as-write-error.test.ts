import { expect, test } from 'vitest';
import { JournalFullError } from '../../../model/journal.ts';
import { asWriteError } from './as-write-error.ts';
import { JournalWriteError } from './journal-write-error.ts';

const coded = (code: string) => Object.assign(new Error(code), { code });

test.each(['ENOSPC', 'EDQUOT', 'EFBIG'])('%s says that there is no room', (code) => {
  expect(asWriteError(coded(code))).toBeInstanceOf(JournalFullError);
});

test('another code of the system is a fault of the disk', () => {
  expect(asWriteError(coded('EIO'))).toBeInstanceOf(JournalWriteError);
});

test('a mistake in the code is neither', () => {
  const mistakes = [
    new TypeError('x is not a function'),
    Object.assign(new TypeError('no'), { code: 'ERR_INVALID_ARG_TYPE' }),
  ];
  for (const mistake of mistakes) expect(asWriteError(mistake)).toBe(mistake);
});
