import type { StandardsPack } from '../../model/standards-pack.ts';
import waterlogging from './cn-waterlogging.json' with { type: 'json' };
import { loadPack } from './load-pack.ts';

/** Every pack that comes with Citynerve, each checked by its own vectors; one line each. */
export const STANDARDS: readonly StandardsPack[] = [waterlogging as StandardsPack].map(loadPack);
