import { expect, test } from 'vitest';
import { JournalFullError } from '../../../model/journal.ts';
import { asWriteError } from './as-write-error.ts';
import { JournalWriteError } from './journal-write-error.ts';

const coded = (code: string) => Object.assign(new Error(code), { code });

test.each(['ENOSPC', 'EDQUOT', 'EFBIG'])('%s means that the disk is full', (code) => {
  expect(asWriteError(coded(code))).toBeInstanceOf(JournalFullError);
});

test('any other system error is a write error', () => {
  expect(asWriteError(coded('EIO'))).toBeInstanceOf(JournalWriteError);
});

test('a programming error is neither', () => {
  const mistakes = [
    new TypeError('x is not a function'),
    Object.assign(new TypeError('no'), { code: 'ERR_INVALID_ARG_TYPE' }),
  ];
  for (const mistake of mistakes) expect(asWriteError(mistake)).toBe(mistake);
});
