/** The pumps of one underpass, all alike. */
export interface PumpFacts {
  readonly count: number;
  readonly eachM3PerHour: number;
  /** Electric power of one at full flow. */
  readonly eachKilowatts: number;
}

/** What is wrong with a station. */
export interface PumpTroubles {
  readonly hasPower: boolean;
  /** Share of the pumps that have tripped: they neither lift nor take power. */
  readonly trippedShare: number;
  /** Lost share of the flow at clogged intakes: the pumps run and take part of their power, and lift little. */
  readonly cloggedShare: number;
}

/** Flow and power of the pumps that run. */
export interface PumpOutput {
  readonly running: number;
  readonly m3PerHour: number;
  readonly kilowatts: number;
}

/** The first pump starts at this fill of the sump, each further one so much later; all stop when it is nearly empty. */
const START_FILL = 0.2;
const NEXT_FILL = 0.15;
const STOP_FILL = 0.08;
/** A centrifugal pump takes less power with a closed intake (about the share of its power at no flow). */
const POWER_AT_NO_FLOW = 0.5;

/** How the float switches run the pumps: `running` is the number that ran before. */
export function runPumps(
  facts: PumpFacts,
  fill: number,
  running: number,
  { hasPower, trippedShare, cloggedShare }: PumpTroubles,
): PumpOutput {
  const called = Math.floor((fill - START_FILL) / NEXT_FILL) + 1;
  const wanted = fill <= STOP_FILL ? 0 : Math.max(running, Math.min(facts.count, called));
  const able = hasPower ? Math.round(facts.count * (1 - trippedShare)) : 0;
  const now = Math.min(wanted, able);
  const power = POWER_AT_NO_FLOW + (1 - POWER_AT_NO_FLOW) * (1 - cloggedShare);
  return {
    running: now,
    m3PerHour: now * facts.eachM3PerHour * (1 - cloggedShare),
    kilowatts: now * facts.eachKilowatts * power,
  };
}
