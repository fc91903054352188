import { cityCommand } from '../city/city-command.ts';
import { demoTokens } from '../city/demo-tokens.ts';
import { GUEST_DEVICE } from '../commands/demo-city.ts';
import type { RunningCity } from './start-city.ts';

/**
 * The text that `npm start` prints once the city is running: the sign-in link, the address for devices, the data
 * folder, and what is simulated.
 */
export function banner(city: RunningCity): string {
  const { config, folder } = city;
  const lines = [
    `${config.name.en} ${config.name.zh} ${city.isFirstStart ? 'is new and up' : 'is up again with its data'}.`,
    '',
    `  page      ${city.signinUrl('operator')}`,
    `            (its button signs you in once, within 30 minutes; another: ${cityCommand('signin', folder.root)})`,
    `  devices   mqtt://${config.gateway.host}:${city.mqttPort}   ws://${config.gateway.host}:${city.wsPort}`,
    `  data      ${folder.root}; messages are kept ${config.journal.keepDays} days and at most ${config.journal.keepDiskShare * 100} % of the disk,`,
    '            configuration and what people did for ever',
  ];
  if (config.simulation) {
    lines.push(
      `  try it    ${publishLine(city, demoTokens(folder)(GUEST_DEVICE.id))}`,
      `  simulated all other devices are simulated, ${config.simulation.speed} city seconds a second (seed ${config.simulation.seed}).`,
      '            Your own city instead: npm run citynerve -- init my-city, then npm start -- --data my-city',
    );
  } else {
    lines.push(`  connect   ${cityCommand('credentials', folder.root)} gives devices their tokens`);
  }
  return `${lines.join('\n')}\n\nCtrl-C ends it.\n`;
}

function publishLine(city: RunningCity, token: string): string {
  const { id } = GUEST_DEVICE;
  const where = `-h ${city.config.gateway.host} -p ${city.mqttPort}`;
  return `mosquitto_pub ${where} -i ${id} -u ${id} -P ${token} -q 1 -t city/v1/devices/${id}/telemetry -m '{"values":{"laeq":61.5}}'`;
}
