import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { OperatorFunction } from 'rxjs';
import { SCENARIOS } from '../../analytics/scenarios/index.ts';
import { STANDARDS } from '../../analytics/standards/index.ts';
import { DEVICE_MODELS } from '../../devices/device-models.ts';
import { createCityFold } from '../../fold/city-fold.ts';
import type { DeviceModel } from '../../model/device.ts';
import type { FoldResult } from '../../model/fold.ts';
import type { JournalBatch } from '../../model/journal-record.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { StandardsPack } from '../../model/standards-pack.ts';

/** What the evaluation reads of a result of a fold. All versions since 0.1.0 have it in this form. */
export type FoldOutput = Pick<FoldResult, 'nextOffset' | 'cityTime' | 'alerts' | 'effects' | 'states'>;

/** A fold of a city, with the device models and standards of its own version. */
export interface FoldUnderTest {
  readonly models: readonly DeviceModel[];
  readonly standards: readonly StandardsPack[];
  readonly operator: OperatorFunction<JournalBatch, FoldOutput>;
}

/** This checkout's fold. `watch` may replace each scenario by one that is looked at. */
export function openFold(watch: (scenario: Scenario) => Scenario): FoldUnderTest {
  const fold = createCityFold({ mapping: null, amendments: [], scenarios: SCENARIOS.map(watch) });
  return { models: DEVICE_MODELS, standards: STANDARDS, operator: fold.pipeline.operator };
}

/** What is used of another checkout, which is another program: its options are those of 0.1.0 and of later versions. */
interface OtherFold {
  readonly createCityFold: (options: {
    readonly mapping: null;
    readonly amendments: readonly never[];
    readonly write: () => Promise<readonly never[]>;
  }) => { readonly pipeline: { readonly operator: OperatorFunction<JournalBatch, FoldOutput> } };
}
interface OtherModels {
  readonly DEVICE_MODELS: readonly DeviceModel[];
}
interface OtherStandards {
  readonly STANDARDS: readonly StandardsPack[];
}

/** Where a checkout has its fold: 0.1.0 at its root, later versions in `fold/`. Throws where there is none. */
export function foldFileOf(checkout: string): string {
  const place = ['fold/city-fold.ts', 'city-fold.ts'].find((file) => existsSync(join(checkout, file)));
  if (place === undefined) throw new Error(`--against ${checkout}: has no city-fold.ts; name the root of a checkout`);
  return place;
}

/** The fold of another checkout, installed in a folder. */
export async function openOtherFold(checkout: string): Promise<FoldUnderTest> {
  const place = foldFileOf(checkout);
  const url = (file: string): string => pathToFileURL(join(checkout, file)).href;
  const { createCityFold: create }: OtherFold = await import(url(place));
  const { DEVICE_MODELS: models }: OtherModels = await import(url('devices/device-models.ts'));
  const { STANDARDS: standards }: OtherStandards = await import(url('analytics/standards/index.ts'));
  const { pipeline } = create({ mapping: null, amendments: [], write: async () => [] });
  return { models, standards, operator: pipeline.operator };
}
