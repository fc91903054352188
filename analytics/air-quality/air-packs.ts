import type { AirPeriod, AirStandard } from '../../model/air-quality.ts';

/** Which pack gives the index of an hour, and of a day, under each standard. */
export const AIR_PACKS: Readonly<Record<AirStandard, Readonly<Record<AirPeriod, string>>>> = {
  cn: { hour: 'cn-hj633-hourly', day: 'cn-hj633-daily' },
  'us-epa': { hour: 'us-epa-aqi', day: 'us-epa-aqi' },
};
