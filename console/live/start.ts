import type { Reading } from '../../model/reading.ts';
import { loadAlerts, takeAlerts } from './alerts.ts';
import { loadCity, takeCity } from './city.ts';
import { devicesById, loadDevices, loadDevicesAgain } from './devices.ts';
import { loadProperties } from './properties.ts';
import { loadLatest, takeReadings } from './readings.ts';
import { ApiProblem, getJson, postJson } from './request.ts';
import { loadScenarios } from './scenarios.ts';
import { connection, session, streamOpens } from './session-state.ts';
import { loadStates, takeStates } from './states.ts';
import { loadStatus, takeStatus } from './status.ts';
import { keepStream } from './stream.ts';
import { loadZones } from './zones.ts';

const STREAM_PATH = '/api/stream?topics=readings,alerts,state,city,status';
const RETRY_MILLIS = 3000;

let stream: { close(): void } | null = null;
let retry: ReturnType<typeof setTimeout> | undefined;

/** Loads the session and, if the user is signed in, keeps the page live from then on. */
export async function startLive(): Promise<void> {
  clearTimeout(retry);
  if (!(await checkSession())) {
    if (session.value.is === 'unreachable') retry = setTimeout(startLive, RETRY_MILLIS);
    return;
  }
  stream?.close();
  stream = keepStream(STREAM_PATH, {
    events: { readings: takeLiveReadings, alerts: takeAlerts, state: takeStates, city: takeCity, status: takeStatus },
    onOpen: () => {
      connection.value = 'live';
      streamOpens.value += 1;
      void reloadLists();
    },
    onLost: () => {
      connection.value = 'lost';
    },
    mayReopen: async () => (await checkSession()) || session.value.is !== 'signed-out',
  });
}

/** Ends the session here and on the server. */
export async function signOut(): Promise<void> {
  await postJson('/api/signout', {}).catch(() => null);
  stream?.close();
  session.value = { is: 'signed-out', signinCommand: null };
}

/** A reading of an unknown device means that it was added since the registry was loaded. */
function takeLiveReadings(readings: readonly Reading[]): void {
  takeReadings(readings);
  if (readings.some(({ deviceId }) => !devicesById.peek().has(deviceId))) void loadDevicesAgain();
}

/** Loads the lists after the stream is open, so nothing is missed between the two; a failure stops no other list. */
async function reloadLists(): Promise<void> {
  await Promise.allSettled([
    loadCity(),
    loadStatus(),
    loadZones(),
    loadProperties(),
    loadScenarios(),
    loadDevices(),
    loadAlerts(),
    loadStates(),
    loadLatest(),
  ]);
  if (session.value.is === 'signed-out') stream?.close();
}

/** The answer of GET /api/session. */
interface SessionAnswer {
  readonly user: string;
  readonly verifyCommand: string;
}

/** True when signed in. A page that was live stays up while the server is away. */
async function checkSession(): Promise<boolean> {
  try {
    const { user, verifyCommand } = await getJson<SessionAnswer>('/api/session');
    session.value = { is: 'signed-in', user, verifyCommand };
    return true;
  } catch (problem) {
    const isSignedOut = problem instanceof ApiProblem && problem.status === 401;
    if (!isSignedOut && session.value.is !== 'signed-in') session.value = { is: 'unreachable' };
    return false;
  }
}
