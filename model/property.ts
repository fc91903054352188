/**
 * The catalogue of what can be observed, each with one canonical unit (UCUM).
 * A reading inside Citynerve always stands in this unit; the edge converts.
 */
export const PROPERTIES = {
  'rain.depth': { unit: 'mm', title: { en: 'Rain in interval', zh: '时段雨量' } },
  'drain.level': { unit: 'm', title: { en: 'Drain level', zh: '管网液位' } },
  'drain.fill': { unit: '%', title: { en: 'Drain fill of rim level', zh: '管网充满度' } },
  'road.flood_depth': { unit: 'cm', title: { en: 'Road water depth', zh: '路面积水深度' } },
  'traffic.speed': { unit: 'km/h', title: { en: 'Traffic speed', zh: '车速' } },
  'traffic.volume': { unit: '{vehicles}/h', title: { en: 'Traffic volume', zh: '车流量' } },
  'air.pm2_5': { unit: 'ug/m3', title: { en: 'PM2.5', zh: 'PM2.5' } },
  'air.pm10': { unit: 'ug/m3', title: { en: 'PM10', zh: 'PM10' } },
  'air.so2': { unit: 'ug/m3', title: { en: 'SO₂', zh: '二氧化硫' } },
  'air.no2': { unit: 'ug/m3', title: { en: 'NO₂', zh: '二氧化氮' } },
  'air.co': { unit: 'mg/m3', title: { en: 'CO', zh: '一氧化碳' } },
  'air.o3': { unit: 'ug/m3', title: { en: 'O₃', zh: '臭氧' } },
  'noise.laeq': { unit: 'dB[SPL]', title: { en: 'Noise level LAeq', zh: '等效声级' } },
  'weather.temperature': { unit: 'Cel', title: { en: 'Air temperature', zh: '气温' } },
  'weather.humidity': { unit: '%', title: { en: 'Relative humidity', zh: '相对湿度' } },
  'weather.pressure': { unit: 'hPa', title: { en: 'Air pressure', zh: '气压' } },
  'weather.dew_point': { unit: 'Cel', title: { en: 'Dew point', zh: '露点' } },
  'weather.wind_speed': { unit: 'm/s', title: { en: 'Wind speed', zh: '风速' } },
  'weather.wind_direction': { unit: 'deg', title: { en: 'Wind direction', zh: '风向' } },
  'gas.ch4': { unit: '[ppm]', title: { en: 'Methane', zh: '甲烷' } },
  'power.load_factor': { unit: '%', title: { en: 'Transformer load', zh: '变压器负载率' } },
  'power.top_oil_temperature': { unit: 'Cel', title: { en: 'Top-oil temperature', zh: '顶层油温' } },
  'parking.occupied': { unit: '{spaces}', title: { en: 'Occupied spaces', zh: '占用车位' } },
  'parking.occupancy': { unit: '%', title: { en: 'Parking occupancy', zh: '车位占用率' } },
} as const satisfies Record<string, { unit: string; title: { en: string; zh: string } }>;

/** One of the observable properties of the catalogue, e.g. `rain.depth`. */
export type Property = keyof typeof PROPERTIES;

/** Narrows a text from outside to a catalogued property. */
export const isProperty = (text: string): text is Property => Object.hasOwn(PROPERTIES, text);
