import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openGateway } from '../../processes/gateway/open-gateway.ts';
import { runRole } from '../../processes/role.ts';
import { wallJumpFile } from './wall-jump.ts';

/** The gateway on a machine whose clock is wrong by what stands in a file, and is set while it runs. */
const { values } = parseArgs({ options: { data: { type: 'string', default: 'data' } } });
const file = wallJumpFile(values.data);
const wallNow = () => Date.now() + Number(readFileSync(file, 'utf8'));
await runRole('gateway', (log) => openGateway(values.data, log, { wallNow }));
