import type { DrillReport } from './drill.ts';

/** The report of a drill as lines of text. */
export function drillLines(report: DrillReport): readonly string[] {
  const { kills, killedInFlight, sent, acknowledged, journalled, duplicates, readings } = report;
  const rounds = Object.values(kills).reduce((sum, count) => sum + count, 0);
  return [
    `kills      ${Object.entries(kills)
      .map(([role, count]) => `${role} ${count}`)
      .join(', ')}; ${killedInFlight} of ${rounds} with messages in flight`,
    `messages   ${sent} sent, ${acknowledged} acknowledged, ${journalled} journalled, ${duplicates} of them duplicates`,
    `losses     ${acknowledged - (journalled - duplicates)} messages`,
    `readings   ${readings} stored`,
    `alerts     ${report.alerts} in ${report.revisions} revisions, ${report.revisionsHeard} of them heard on MQTT`,
    `ledger     ${report.faults.some((fault) => fault.startsWith('the ledger')) ? 'DIFFERS' : 'balances'}`,
  ];
}

/** Why a drill failed, also because it proved too little; empty: it passed. */
export function drillProblems(report: DrillReport): readonly string[] {
  const { kills, killedInFlight, faults, revisions, revisionsHeard } = report;
  const rounds = Object.values(kills).reduce((sum, count) => sum + count, 0);
  const quiet = `only ${killedInFlight} of ${rounds} kills found messages in flight`;
  const deaf = `of ${revisions} revisions of alerts none was heard on MQTT`;
  return [...faults, ...(killedInFlight * 2 < rounds ? [quiet] : []), ...(revisionsHeard === 0 ? [deaf] : [])];
}
