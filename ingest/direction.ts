import { PROPERTIES, type Property } from '../model/property.ts';

/** Whether a property is a direction: 350 and 10 degrees lie 20 apart, and their middle is north. */
export const isDirection = (property: Property): boolean => PROPERTIES[property].unit === 'deg';

/** `a - b`; for directions the shorter way round, -180 to 180. */
export function difference(property: Property, a: number, b: number): number {
  return isDirection(property) ? shorterWay(a - b) : a - b;
}

/** An angle in degrees as the shorter way round, -180 to 180. */
export const shorterWay = (degrees: number): number => degrees - 360 * Math.round(degrees / 360);
