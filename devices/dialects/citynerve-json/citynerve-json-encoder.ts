/** A value as a device writes it: bare in the model's unit, or with the unit named. */
export type CitynerveValue = number | { readonly value: number; readonly unit: string };

/** A message in Citynerve JSON before it is written; `ts` in milliseconds since 1970 or ISO 8601 with a zone. */
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

/** Writes a message as a device would publish it on `city/v1/devices/<id>/telemetry`. */
export function encodeCitynerveJson(message: CitynerveMessage): Uint8Array {
  return utf8.encode(JSON.stringify(message));
}
