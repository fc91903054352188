import { resolve } from 'node:path';
import { cityCommand, startCommand } from '../city/city-command.ts';
import { openCredentials } from '../city/credentials.ts';
import { dataFolder } from '../city/data-folder.ts';
import { EMPTY_CITY } from '../city/empty-city.ts';
import { SAMPLE_CITY_YAML } from '../city/sample-city-yaml.ts';
import { issueServiceTokens } from '../city/service-tokens.ts';
import { writeCity } from '../city/write-city.ts';

/** `citynerve init DIR`: writes an empty city, whose files explain what to fill in. */
export function initCommand(root: string): void {
  const folder = dataFolder(resolve(root));
  writeCity(folder, { yaml: SAMPLE_CITY_YAML, ...EMPTY_CITY });
  issueServiceTokens(folder, openCredentials(folder.credentials));
  process.stdout.write(`An empty city lies in ${folder.root}:
  city.yaml        name, time zone, ports, how long data is kept
  zones.geojson    areas, roads and drains: draw your own
  devices.csv      one device a line: replace the sample
Then, in the folder of Citynerve:
  ${cityCommand('check', folder.root)}
  ${cityCommand('credentials', folder.root)}
  ${startCommand(folder.root)}
`);
}
