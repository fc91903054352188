import type { Node, NodeAPI, NodeDef } from 'node-red';
import { SYSTEM_CLOCK } from '../../city/clock.ts';
import { findCity } from '../../city/find-city.ts';
import { refused } from '../../city/link-state.ts';
import type { Reading } from '../../city/reading.ts';
import { partsOf, type ReadingFilter } from '../../city/reading-filter.ts';
import type { Gap } from '../../city/reading-listener.ts';
import { createStatusLine } from '../../city/status-line.ts';
import { createRateMeter } from './rate-meter.ts';

interface TelemetryDef extends NodeDef {
  readonly city: string;
  /** Comma-separated; empty: all. */
  readonly property: string;
  readonly zone: string;
  readonly device: string;
  readonly levels: string;
}

/** Registers the node that sends one message for each reading of the city. */
export function registerTelemetry(RED: NodeAPI): void {
  function Telemetry(this: Node, def: TelemetryDef): void {
    RED.nodes.createNode(this, def);
    const line = createStatusLine(RED, this);
    const city = findCity(RED, def.city);
    if (typeof city === 'string') {
      line.link(refused(city));
      return;
    }

    const rate = createRateMeter(SYSTEM_CLOCK, (text) => line.work({ fill: 'green', shape: 'dot', text }));
    const stop = city.readings(filterOf(def), {
      onReading: (reading, isCaughtUp) => {
        rate.count();
        const device = city.directory.device(reading.deviceId) ?? { id: reading.deviceId };
        this.send({ ...messageOf(reading, isCaughtUp), device: { ...device } });
      },
      onGap: (gap) => tellGap(RED, this, gap),
      onState: line.link,
      onFilterRefused: (detail) => this.warn(RED._('citynerve-telemetry.log.filter-refused', { detail })),
      onUnreadable: () => this.warn(RED._('citynerve-telemetry.log.unreadable')),
    });
    this.on('close', () => {
      stop();
      rate.close();
    });
  }
  RED.nodes.registerType('citynerve-telemetry', Telemetry);
}

const filterOf = ({ property, zone, device, levels }: TelemetryDef): ReadingFilter => ({
  properties: partsOf(property),
  zoneId: zone?.trim() || null,
  deviceIds: partsOf(device),
  levels: partsOf(levels),
});

// Every flow gets a copy: a node may change its message, and the reading is shared.
const messageOf = (reading: Reading, isCaughtUp: boolean) => ({
  topic: [reading.property, reading.zoneId ?? '-', reading.deviceId].join('/'),
  payload: reading.value,
  reading: { ...reading, quality: { ...reading.quality, reasons: [...reading.quality.reasons] } },
  ...(isCaughtUp ? { caughtUp: true } : {}),
});

/** A filled gap is logged; one that was not filled is an error for a Catch node. */
function tellGap(RED: NodeAPI, node: Node, gap: Gap): void {
  const facts = {
    from: new Date(gap.from).toISOString(),
    until: new Date(gap.until).toISOString(),
    count: gap.readings,
  };
  if (gap.isComplete) node.log(RED._('citynerve-telemetry.log.gap-filled', facts));
  else node.error(RED._('citynerve-telemetry.log.gap-open', facts), { gap: { ...gap } });
}

// biome-ignore lint/style/noDefaultExport: Node-RED calls the default export of a node's file.
export { registerTelemetry as default };
