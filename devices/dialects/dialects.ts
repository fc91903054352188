import type { Dialect } from '../../model/dialect.ts';
import { CITYNERVE_JSON } from './citynerve-json/citynerve-json.ts';
import { CITYNERVE_PROTO } from './citynerve-proto/citynerve-proto.ts';

/** All dialects; a new one is a folder beside this file and a line here (docs/writing-a-dialect.md). */
export const DIALECTS: readonly Dialect[] = [CITYNERVE_JSON, CITYNERVE_PROTO];
