import type { Dialect } from '../../model/dialect.ts';
import { CITYNERVE_JSON } from './citynerve-json/citynerve-json.ts';
import { CITYNERVE_PROTO } from './citynerve-proto/citynerve-proto.ts';

/** Every wire format that a device may speak; a new one is a file beside this one and a line here. */
export const DIALECTS: readonly Dialect[] = [CITYNERVE_JSON, CITYNERVE_PROTO];
