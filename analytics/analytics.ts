import type { Amendment } from '../model/amendment.ts';
import type { Evidence } from '../model/evidence.ts';
import type { FailureListener, RunningMark } from '../model/extension-health.ts';
import type { FoldEvent, WatchedAnalyticsFold } from '../model/fold.ts';
import type { RegistryView } from '../model/registry-view.ts';
import type { Scenario } from '../model/scenario.ts';
import { AlertBook, type AlertBookSnapshot } from './alerts/alert-book.ts';
import { markUnwatched } from './alerts/mark-unwatched.ts';
import { createScenarioExtensions, type ScenarioExtensionsSnapshot } from './extensions/scenario-extensions.ts';
import { ArrivalLane, type ArrivalLaneSnapshot } from './lanes/arrival-lane.ts';
import { EventLane, type EventLaneSnapshot } from './lanes/event-lane.ts';
import type { RefusedPacksListener } from './standards/pack-shelf.ts';
import { unsoundPacks } from './standards/unsound-packs.ts';

/** What the analytics fold is made of. */
export interface AnalyticsOptions {
  readonly registry: RegistryView;
  readonly scenarios: readonly Scenario[];
  readonly engine: Evidence['engine'];
  /** All of the journal's: those that switch scenarios off are applied. */
  readonly amendments?: readonly Amendment[];
  /** Told which scenario runs. */
  readonly mark?: RunningMark;
  readonly onFailure?: FailureListener;
  /** Told once of packs that a scenario cannot use, or that there are none in force; it stays silent. */
  readonly onRefusedPacks?: RefusedPacksListener;
}

interface Snapshot {
  readonly format: 1;
  readonly book: AlertBookSnapshot;
  readonly eventLane: EventLaneSnapshot;
  readonly arrivalLane: ArrivalLaneSnapshot;
  /** Absent in checkpoints of 0.1.0. */
  readonly extensions?: ScenarioExtensionsSnapshot;
  readonly cityTime?: number;
}

/** The fold from readings and fused estimates to alerts with evidence, in two lanes over one book of alerts. */
export function createAnalytics(options: AnalyticsOptions): WatchedAnalyticsFold {
  const { registry, scenarios, engine } = options;
  const book = new AlertBook();
  let cityTime = 0;
  const extensions = createScenarioExtensions({
    ...options,
    onSwitch(scenarioId, zoneId, why) {
      for (const lane of [eventLane, arrivalLane]) lane.interrupt({ scenarioId, zoneId });
      markUnwatched(book, scenarioId, { isWatching: extensions.isWatching, at: cityTime, why });
    },
  });
  const context = { registry, scenarios, engine, book, packFor: extensions.packFor, extensions: extensions.book };
  const eventLane = new EventLane(context);
  const arrivalLane = new ArrivalLane(context, {
    watermarkOf: (zoneId) => eventLane.watermarkOf(zoneId),
    severityAt: (place) => eventLane.severityAt(place),
  });

  /** The next event comes out of the record at `offset`: what is switched from there on is switched first. */
  const reach = (offset: number, receivedAt: number): void => {
    if (receivedAt > cityTime) cityTime = receivedAt;
    extensions.book.advanceTo(offset);
  };

  const take = (event: FoldEvent): void => {
    switch (event.type) {
      case 'arrival':
        reach(event.reading.offset, event.reading.receivedAt);
        arrivalLane.takeArrival(event.reading);
        break;
      case 'released':
        reach(event.offset, event.reading.receivedAt);
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
        reach(event.offset, event.receivedAt);
        arrivalLane.reach(event.at, eventLane.reach(event));
        break;
      case 'action':
        reach(event.offset, event.receivedAt);
        act(event);
        break;
      case 'gap':
        reach(event.offset, event.until);
        eventLane.interrupt();
        arrivalLane.interrupt();
    }
  };

  const act = (event: FoldEvent & { readonly type: 'action' }): void => {
    const { action, user } = event;
    if (action.type === 'alert.acknowledge') {
      book.acknowledge({ ...event, alertId: action.alertId, note: action.note });
    } else if (action.kind === 'scenario') {
      extensions.book.switch(action.id, action.zoneId, action.type === 'extension.on', user);
    }
  };

  return {
    handle(events) {
      // By index: an iterator makes an object an event, and there are two a reading.
      for (let index = 0; index < events.length; index += 1) take(events[index] as FoldEvent);
      return book.takeChanges();
    },
    active: () => book.active(),
    refusedPacks: () => [...extensions.refusedPacks(), ...unsoundPacks(registry)],
    extensions: extensions.health,
    notWatched: extensions.notWatched,
    snapshot: (): Snapshot => ({
      format: 1,
      book: book.snapshot(),
      eventLane: eventLane.snapshot(),
      arrivalLane: arrivalLane.snapshot(),
      extensions: extensions.snapshot(),
      cityTime,
    }),
    restore(snapshot) {
      const { format, ...parts } = snapshot as Snapshot;
      if (format !== 1) throw new Error(`analytics snapshot has format ${format}, known is 1: fold the journal again`);
      book.restore(parts.book);
      eventLane.restore(parts.eventLane);
      arrivalLane.restore(parts.arrivalLane);
      extensions.restore(parts.extensions ?? null);
      cityTime = parts.cityTime ?? 0;
    },
  };
}
