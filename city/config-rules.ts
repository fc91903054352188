import { RIGHT_TIME_ZONE, timeZoneOf } from '../model/time-zone.ts';
import type { CityConfig } from './city-config.ts';

/** Hosts that stand for every address of the machine. */
const EVERYWHERE: readonly string[] = ['0.0.0.0', '::', ''];

/** What is wrong with settings that are right one by one: the rules between them, one sentence each. */
export const brokenRules = (config: CityConfig): readonly string[] => [
  ...timeZoneProblem(config),
  ...clockProblem(config),
  ...portProblems(config),
  ...diskProblems(config),
  ...nameProblems(config),
];

const timeZoneProblem = ({ timeZone }: CityConfig): readonly string[] =>
  timeZoneOf(timeZone) === null ? [`timeZone is "${timeZone}"; must be ${RIGHT_TIME_ZONE}`] : [];

const clockProblem = ({ simulation, clock }: CityConfig): readonly string[] =>
  simulation && clock !== 'driven'
    ? ['clock is "wall" while simulation is on; a simulated city needs "clock: driven"']
    : [];

/** No two parts can listen on one port; 0 is any free one. */
function portProblems({ gateway, api }: CityConfig): readonly string[] {
  const { host, mqttPort, wsPort, statusPort } = gateway;
  const listeners = [
    { key: 'gateway.mqttPort', host, port: mqttPort },
    { key: 'gateway.wsPort', host, port: wsPort },
    { key: 'gateway.statusPort', host, port: statusPort },
    { key: 'api.port', host: api.host, port: api.port },
  ].filter(({ port }) => port !== 0);
  const doMeet = (one: string, other: string) =>
    one === other || EVERYWHERE.includes(one) || EVERYWHERE.includes(other);
  return listeners.flatMap(({ key, port, host: own }, index) => {
    const taken = listeners.slice(0, index).find((other) => other.port === port && doMeet(own, other.host));
    return taken ? [`${key} is ${port}, as ${taken.key} is; must be a port of its own, or 0 for any free one`] : [];
  });
}

/** A limit below the other would end the acknowledgement of messages before anybody is warned. */
const diskProblems = ({ journal: { warnDiskShare, stopDiskShare } }: CityConfig): readonly string[] =>
  stopDiskShare < warnDiskShare
    ? [
        `journal.stopDiskShare is ${stopDiskShare}, less than journal.warnDiskShare (${warnDiskShare}); no message is acknowledged on a disk fuller than that, so it must be the larger one, e.g. 0.95`,
      ]
    : [];

/** Names of destinations must differ, because the files of a destination are named after it. */
const nameProblems = ({ alerts }: CityConfig): readonly string[] =>
  Object.entries(alerts).flatMap(([key, list]) => {
    const names = list.map(({ name }) => name);
    return names.flatMap((name, index) =>
      names.indexOf(name) < index ? [`alerts.${key}.${index}.name is "${name}", as another is; must differ`] : [],
    );
  });
