import { PROPERTIES, type Property } from '../model/property.ts';

/** Whether a property is a direction, where 350 and 10 degrees differ by 20 and their mean is 0. */
export const isDirection = (property: Property): boolean => PROPERTIES[property].kind === 'direction';

/** `a - b`; for directions the signed smallest angle between them, -180 to 180. */
export function difference(property: Property, a: number, b: number): number {
  return isDirection(property) ? smallestAngle(a - b) : a - b;
}

/** The equivalent angle in degrees from -180 to 180. */
export const smallestAngle = (degrees: number): number => degrees - 360 * Math.round(degrees / 360);
