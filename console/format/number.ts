const COUNT = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** A count with thousands separated, e.g. `12,345`; both languages write it so. */
export const formatCount = (count: number): string => COUNT.format(count);

/** A measured value with three significant digits, never with an exponent. */
export function formatValue(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && size < 0.001) return value.toExponential(1);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return String(Number(value.toFixed(digits)));
}

/** A concentration with every digit that may decide its class: limits have tenths, and thousandths of a ppm. */
export const formatConcentration = (value: number): string => String(Number(value.toFixed(3)));
