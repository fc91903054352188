import type { AirPeriod, AirStandard } from '../../model/air-quality.ts';

/** Ids of the packs that define the hourly and the daily index of each standard. */
export const AIR_PACKS: Readonly<Record<AirStandard, Readonly<Record<AirPeriod, string>>>> = {
  cn: { hour: 'cn-hj633-hourly', day: 'cn-hj633-daily' },
  'us-epa': { hour: 'us-epa-aqi', day: 'us-epa-aqi' },
};
