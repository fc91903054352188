import type { PropertyKind } from './property-kind.ts';

/**
 * The area for which a reading is representative: `smooth`, a wide area (rain, air); `local`, the cell around it
 * (traffic, a drain); `point`, only the spot where it was taken (water in one underpass, one transformer).
 */
export const SPATIAL_SCOPES = ['smooth', 'local', 'point'] as const;
/** One of the spatial scopes. */
export type SpatialScope = (typeof SPATIAL_SCOPES)[number];

/**
 * The catalogue of observed properties (in the sense of OGC SensorThings), each with one canonical unit (UCUM code),
 * and what its values are. Every reading is in this unit; the ingest stage `normalise` converts.
 */
export const PROPERTIES = {
  'rain.depth': { unit: 'mm', kind: 'amount', scope: 'smooth', title: { en: 'Rain in interval', zh: '时段雨量' } },
  'drain.level': { unit: 'm', kind: 'level', scope: 'local', title: { en: 'Drain level', zh: '管网液位' } },
  'drain.fill': {
    unit: '%',
    kind: 'level',
    scope: 'local',
    title: { en: 'Drain fill of rim level', zh: '管网充满度' },
  },
  'pump.power': { unit: 'kW', kind: 'level', scope: 'point', title: { en: 'Pump power', zh: '水泵功率' } },
  'road.flood_depth': {
    unit: 'cm',
    kind: 'level',
    scope: 'point',
    title: { en: 'Road water depth', zh: '路面积水深度' },
  },
  'traffic.speed': { unit: 'km/h', kind: 'level', scope: 'local', title: { en: 'Traffic speed', zh: '车速' } },
  'traffic.volume': {
    unit: '{vehicles}/h',
    kind: 'rate',
    scope: 'local',
    title: { en: 'Traffic volume', zh: '车流量' },
  },
  'air.pm2_5': { unit: 'ug/m3', kind: 'level', scope: 'smooth', title: { en: 'PM2.5', zh: 'PM2.5' } },
  'air.pm10': { unit: 'ug/m3', kind: 'level', scope: 'smooth', title: { en: 'PM10', zh: 'PM10' } },
  'air.so2': { unit: 'ug/m3', kind: 'level', scope: 'smooth', title: { en: 'SO₂', zh: '二氧化硫' } },
  'air.no2': { unit: 'ug/m3', kind: 'level', scope: 'smooth', title: { en: 'NO₂', zh: '二氧化氮' } },
  'air.co': { unit: 'mg/m3', kind: 'level', scope: 'smooth', title: { en: 'CO', zh: '一氧化碳' } },
  'air.o3': { unit: 'ug/m3', kind: 'level', scope: 'smooth', title: { en: 'O₃', zh: '臭氧' } },
  'noise.laeq': {
    unit: 'dB[SPL]',
    kind: 'decibel',
    scope: 'local',
    title: { en: 'Noise level LAeq', zh: '等效声级' },
  },
  'weather.temperature': { unit: 'Cel', kind: 'level', scope: 'smooth', title: { en: 'Air temperature', zh: '气温' } },
  'weather.humidity': { unit: '%', kind: 'level', scope: 'smooth', title: { en: 'Relative humidity', zh: '相对湿度' } },
  'weather.pressure': { unit: 'hPa', kind: 'level', scope: 'smooth', title: { en: 'Air pressure', zh: '气压' } },
  'weather.dew_point': { unit: 'Cel', kind: 'level', scope: 'smooth', title: { en: 'Dew point', zh: '露点' } },
  'weather.wind_speed': { unit: 'm/s', kind: 'level', scope: 'smooth', title: { en: 'Wind speed', zh: '风速' } },
  'weather.wind_direction': {
    unit: 'deg',
    kind: 'direction',
    scope: 'smooth',
    title: { en: 'Wind direction', zh: '风向' },
  },
  'gas.ch4': { unit: '[ppm]', kind: 'level', scope: 'point', title: { en: 'Methane', zh: '甲烷' } },
  'power.load_factor': {
    unit: '%',
    kind: 'level',
    scope: 'point',
    title: { en: 'Transformer load', zh: '变压器负载率' },
  },
  'power.top_oil_temperature': {
    unit: 'Cel',
    kind: 'level',
    scope: 'point',
    title: { en: 'Top-oil temperature', zh: '顶层油温' },
  },
  'parking.occupied': {
    unit: '{spaces}',
    kind: 'level',
    scope: 'local',
    title: { en: 'Occupied spaces', zh: '占用车位' },
  },
  'parking.occupancy': {
    unit: '%',
    kind: 'level',
    scope: 'local',
    title: { en: 'Parking occupancy', zh: '车位占用率' },
  },
} as const satisfies Record<string, PropertyFacts>;

interface PropertyFacts {
  readonly unit: string;
  readonly kind: PropertyKind;
  readonly scope: SpatialScope;
  readonly title: { readonly en: string; readonly zh: string };
}

/** One of the observable properties of the catalogue, e.g. `rain.depth`. */
export type Property = keyof typeof PROPERTIES;

/** Whether a text is the id of a property in the catalogue. */
export const isProperty = (text: string): text is Property => Object.hasOwn(PROPERTIES, text);
