import type { Evidence } from '../model/evidence.ts';
import type { AnalyticsFold, FoldEvent } from '../model/fold.ts';
import type { RegistryView } from '../model/registry-view.ts';
import type { Scenario } from '../model/scenario.ts';
import { AlertBook, type AlertBookSnapshot } from './alerts/alert-book.ts';
import { ArrivalLane, type ArrivalLaneSnapshot } from './lanes/arrival-lane.ts';
import { EventLane, type EventLaneSnapshot } from './lanes/event-lane.ts';
import { createPackShelf, type RefusedPacksListener } from './standards/pack-shelf.ts';
import { unsoundPacks } from './standards/unsound-packs.ts';

/** What the analytics fold is made of. */
export interface AnalyticsOptions {
  readonly registry: RegistryView;
  readonly scenarios: readonly Scenario[];
  readonly engine: Evidence['engine'];
  /** Told once of packs that a scenario cannot use, or that there are none in force; it stays silent. */
  readonly onRefusedPacks?: RefusedPacksListener;
}

interface Snapshot {
  readonly format: 1;
  readonly book: AlertBookSnapshot;
  readonly eventLane: EventLaneSnapshot;
  readonly arrivalLane: ArrivalLaneSnapshot;
}

/** The fold from readings and fused estimates to alerts with evidence, in two lanes over one book of alerts. */
export function createAnalytics({ registry, scenarios, engine, onRefusedPacks }: AnalyticsOptions): AnalyticsFold {
  const book = new AlertBook();
  const { packFor, refused } = createPackShelf(registry, onRefusedPacks);
  const context = { registry, scenarios, engine, book, packFor };
  const eventLane = new EventLane(context);
  const arrivalLane = new ArrivalLane(context, {
    watermarkOf: (zoneId) => eventLane.watermarkOf(zoneId),
    severityAt: (place) => eventLane.severityAt(place),
  });

  const take = (event: FoldEvent): void => {
    switch (event.type) {
      case 'arrival':
        arrivalLane.takeArrival(event.reading);
        break;
      case 'released':
        eventLane.takeReading(event.reading);
        arrivalLane.takeJudged(event.reading);
        break;
      case 'late':
        eventLane.takeLateReading(event.reading);
        arrivalLane.takeJudged(event.reading);
        break;
      case 'state':
        eventLane.takeState(event.state);
        break;
      case 'watermark':
        arrivalLane.reach(event.at, eventLane.reach(event));
        break;
      case 'action':
        book.acknowledge({ ...event, alertId: event.action.alertId, note: event.action.note });
        break;
      case 'gap':
        eventLane.interrupt();
        arrivalLane.interrupt();
    }
  };

  return {
    handle(events) {
      // By index: an iterator makes an object an event, and there are two a reading.
      for (let index = 0; index < events.length; index += 1) take(events[index] as FoldEvent);
      return book.takeChanges();
    },
    active: () => book.active(),
    refusedPacks: () => [...refused(), ...unsoundPacks(registry)],
    snapshot: (): Snapshot => ({
      format: 1,
      book: book.snapshot(),
      eventLane: eventLane.snapshot(),
      arrivalLane: arrivalLane.snapshot(),
    }),
    restore(snapshot) {
      const { format, book: alerts, eventLane: event, arrivalLane: arrival } = snapshot as Snapshot;
      if (format !== 1) throw new Error(`analytics snapshot has format ${format}, known is 1: fold the journal again`);
      book.restore(alerts);
      eventLane.restore(event);
      arrivalLane.restore(arrival);
    },
  };
}
