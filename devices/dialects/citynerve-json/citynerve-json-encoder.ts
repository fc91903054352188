/** A value as a device sends it: a number in the unit of the device model, or with its own unit. */
export type CitynerveValue = number | { readonly value: number; readonly unit: string };

/** A message in Citynerve JSON before encoding; `ts` in milliseconds since 1970, UTC, or ISO 8601 with a zone. */
export interface CitynerveMessage {
  readonly seq?: number;
  readonly boot?: string;
  readonly ts?: number | string;
  readonly values?: Readonly<Record<string, CitynerveValue>>;
  readonly readings?: readonly {
    readonly ts?: number | string;
    readonly values: Readonly<Record<string, CitynerveValue>>;
  }[];
}

const utf8 = new TextEncoder();

/** Encodes a message as a device would publish it on `city/v1/devices/<id>/telemetry`. */
export function encodeCitynerveJson(message: CitynerveMessage): Uint8Array {
  return utf8.encode(JSON.stringify(message));
}
