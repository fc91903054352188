import type { Texts } from '../texts/en.ts';

/** Usual spelling of UCUM codes that people do not write as they are. */
const SPOKEN: Readonly<Record<string, string>> = {
  Cel: '°C',
  deg: '°',
  '[ppm]': 'ppm',
  'dB[SPL]': 'dB',
  'ug/m3': 'µg/m³',
  'mg/m3': 'mg/m³',
  m3: 'm³',
  '1': '',
};

/** A UCUM code as people write it, e.g. `ug/m3` as `µg/m³` and `{vehicles}/h` as `vehicles/h`. */
export function formatUnit(ucum: string, words: Texts['units']): string {
  const spoken = SPOKEN[ucum];
  if (spoken !== undefined) return spoken;
  return ucum
    .replace('{vehicles}/h', `${words.vehicles}/${words.hour}`)
    .replace('{spaces}', words.spaces)
    .replaceAll(/[{}[\]]/g, '');
}
