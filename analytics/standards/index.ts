import type { StandardsPack } from '../../model/standards-pack.ts';
import { SCENARIO_FOLDERS } from '../scenarios/index.ts';
import rainSignals from './cn-cma-rain-signals-2026.1.json' with { type: 'json' };
import airDaily2012 from './cn-hj633-daily-2012.2.json' with { type: 'json' };
import airDaily2026 from './cn-hj633-daily-2026.2.json' with { type: 'json' };
import airHourly2012 from './cn-hj633-hourly-2012.2.json' with { type: 'json' };
import airHourly2026 from './cn-hj633-hourly-2026.2.json' with { type: 'json' };
import { loadPack } from './load-pack.ts';
import usEpaAqi from './us-epa-aqi-2024.2.json' with { type: 'json' };

/** All standards packs that come with Citynerve, including those of scenarios; each is checked when it is loaded. */
export const STANDARDS: readonly StandardsPack[] = [
  ...SCENARIO_FOLDERS.flatMap(({ packs }) => packs),
  rainSignals,
  airDaily2012,
  airDaily2026,
  airHourly2012,
  airHourly2026,
  usEpaAqi,
].map((pack) => loadPack(pack as StandardsPack));
