import { parseArgs } from 'node:util';
import { runRole } from '../role.ts';
import { openGateway } from './open-gateway.ts';

/** The gateway role as a process. */
const { values } = parseArgs({ options: { data: { type: 'string', default: 'data' } } });
await runRole('gateway', (log) => openGateway(values.data, log));
