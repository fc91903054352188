import type { Amendment } from '../model/amendment.ts';
import type { Evidence } from '../model/evidence.ts';
import type { FailureListener, RunningMark } from '../model/extension-health.ts';
import type { FoldEvent, WatchedAnalyticsFold } from '../model/fold.ts';
import type { RegistryView } from '../model/registry-view.ts';
import type { Scenario } from '../model/scenario.ts';
import { ActiveAlerts, type ActiveAlertsSnapshot } from './alerts/active-alerts.ts';
import { markUnwatched } from './alerts/mark-unwatched.ts';
import { createScenarioExtensions, type ScenarioExtensionsSnapshot } from './extensions/scenario-extensions.ts';
import { ArrivalLane, type ArrivalLaneSnapshot } from './lanes/arrival-lane.ts';
import { EventLane, type EventLaneSnapshot } from './lanes/event-lane.ts';
import type { RefusedPacksListener } from './standards/pack-resolver.ts';
import { unsoundPacks } from './standards/unsound-packs.ts';

/** The dependencies of the analytics fold. */
export interface AnalyticsOptions {
  readonly registry: RegistryView;
  readonly scenarios: readonly Scenario[];
  readonly engine: Evidence['engine'];
  /** All amendments of the journal; those that switch scenarios off are applied here. */
  readonly amendments?: readonly Amendment[];
  /** Informed of each call to a scenario, for the watchdog. */
  readonly mark?: RunningMark;
  readonly onFailure?: FailureListener;
  /** Called once when a scenario cannot use its packs, or none is in force: the scenario then raises no alerts. */
  readonly onRefusedPacks?: RefusedPacksListener;
}

interface Snapshot {
  readonly format: 1;
  readonly book: ActiveAlertsSnapshot;
  readonly eventLane: EventLaneSnapshot;
  readonly arrivalLane: ArrivalLaneSnapshot;
  /** Absent in checkpoints of 0.1.0. */
  readonly extensions?: ScenarioExtensionsSnapshot;
  readonly cityTime?: number;
}

/** The fold from readings and estimates to alerts with evidence, in two lanes with common active alerts. */
export function createAnalytics(options: AnalyticsOptions): WatchedAnalyticsFold {
  const { registry, scenarios, engine } = options;
  const alerts = new ActiveAlerts();
  const extensions = createScenarioExtensions({
    ...options,
    onSwitch(scenarioId, zoneId, why) {
      for (const lane of [eventLane, arrivalLane]) lane.interrupt({ scenarioId, zoneId });
      markUnwatched(alerts, scenarioId, { isWatching: extensions.isWatching, at: alerts.cityTime, why });
    },
  });
  const context = { registry, scenarios, engine, alerts, packFor: extensions.packFor, extensions: extensions.bulkhead };
  const eventLane = new EventLane(context);
  const arrivalLane = new ArrivalLane(context, {
    watermarkOf: (zoneId) => eventLane.watermarkOf(zoneId),
    severityAt: (place) => eventLane.severityAt(place),
  });

  /** Applies amendments that take effect at `offset`, the record that caused the next event. */
  const advanceTo = (offset: number, receivedAt: number): void => {
    if (receivedAt > alerts.cityTime) alerts.cityTime = receivedAt;
    extensions.bulkhead.advanceTo(offset);
  };

  const take = (event: FoldEvent): void => {
    switch (event.type) {
      case 'arrival':
        advanceTo(event.reading.offset, event.reading.receivedAt);
        arrivalLane.takeArrival(event.reading);
        break;
      case 'released':
        advanceTo(event.offset, event.reading.receivedAt);
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
        advanceTo(event.offset, event.receivedAt);
        arrivalLane.advance(event.at, eventLane.advance(event));
        break;
      case 'action':
        advanceTo(event.offset, event.receivedAt);
        act(event);
        break;
      case 'gap':
        advanceTo(event.offset, event.until);
        eventLane.interrupt();
        arrivalLane.interrupt();
    }
  };

  const act = (event: FoldEvent & { readonly type: 'action' }): void => {
    const { action, user } = event;
    if (action.type === 'alert.acknowledge') {
      alerts.acknowledge({ ...event, alertId: action.alertId, note: action.note });
    } else if (action.type === 'clock.held' || action.type === 'clock.followed') {
      alerts.isClockHeld = action.type === 'clock.held';
    } else if ('kind' in action && action.kind === 'scenario') {
      extensions.bulkhead.switch(action.id, action.zoneId, action.type === 'extension.on', user);
    }
  };

  return {
    handle(events) {
      // By index, because an iterator allocates an object for each event, of which there are two per reading.
      for (let index = 0; index < events.length; index += 1) take(events[index] as FoldEvent);
      return alerts.takeChanges();
    },
    active: () => alerts.active(),
    refusedPacks: () => [...extensions.refusedPacks(), ...unsoundPacks(registry)],
    extensions: extensions.health,
    notWatched: extensions.notWatched,
    snapshot: (): Snapshot => ({
      format: 1,
      book: alerts.snapshot(),
      eventLane: eventLane.snapshot(),
      arrivalLane: arrivalLane.snapshot(),
      extensions: extensions.snapshot(),
      cityTime: alerts.cityTime,
    }),
    restore(snapshot) {
      const { format, ...parts } = snapshot as Snapshot;
      if (format !== 1) throw new Error(`analytics snapshot has format ${format}, known is 1: fold the journal again`);
      alerts.restore(parts.book);
      eventLane.restore(parts.eventLane);
      arrivalLane.restore(parts.arrivalLane);
      extensions.restore(parts.extensions ?? null);
      alerts.cityTime = parts.cityTime ?? 0;
    },
  };
}
