import type { DataFolder } from '../city/data-folder.ts';
import { readGeneration } from '../city/generation.ts';
import { describeBuild, readBuild } from '../city/generation-build.ts';
import { type Amendment, changesFold } from '../model/amendment.ts';

/**
 * Why what a city shows may differ from its journal for a while although both are right: it was folded without an
 * amendment, or is being made again. One sentence each, for a person; none: there is no such reason.
 */
export function pendingAmendments(folder: DataFolder, amendments: readonly Amendment[]): readonly string[] {
  const { amendments: known } = readGeneration(folder);
  const build = readBuild(folder);
  const missing = amendments.filter((each) => changesFold(each) && !known.includes(each.amendmentId));
  return [
    ...missing.map(
      ({ user, fromOffset }) =>
        `what is shown was folded without the amendment by ${user} of offsets from ${fromOffset} on`,
    ),
    ...(build === null ? [] : [`${describeBuild(build)}; verify again when that is done`]),
    ...(build === null && missing.length > 0 ? ['the check "amendments" in /readyz says when it will be'] : []),
  ];
}
