/**
 * Codes of UN/CEFACT Recommendation 20 for units of the properties, with their UCUM code. NGSI and OPC UA use them.
 * `HPA` is not among them: there it is a hectolitre of pure alcohol, and who sends it means hPa.
 */
export const UN_CEFACT_CODES: ReadonlyMap<string, string> = new Map([
  ['CEL', 'Cel'],
  ['FAH', '[degF]'],
  ['KEL', 'K'],
  ['PAL', 'Pa'],
  ['A97', 'hPa'],
  ['KPA', 'kPa'],
  ['MBR', 'mbar'],
  ['BAR', 'bar'],
  ['PS', '[psi]'],
  ['MMT', 'mm'],
  ['CMT', 'cm'],
  ['MTR', 'm'],
  ['KMT', 'km'],
  ['INH', '[in_i]'],
  ['FOT', '[ft_i]'],
  ['MTS', 'm/s'],
  ['KMH', 'km/h'],
  ['HM', '[mi_i]/h'],
  ['KNT', '[kn_i]'],
  ['DD', 'deg'],
  ['P1', '%'],
  ['GP', 'mg/m3'],
  ['GQ', 'ug/m3'],
  ['59', '[ppm]'],
  ['61', '[ppb]'],
  ['2N', 'dB[SPL]'],
]);
