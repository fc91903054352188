import type { ApiServer } from './api-server.ts';
import type { ApiDeps } from './deps.ts';
import { acknowledgeRoute } from './routes/acknowledge.ts';
import { aggregateRoute } from './routes/aggregate.ts';
import { airPlacesRoute } from './routes/air-places.ts';
import { airQualityRoute } from './routes/air-quality.ts';
import { alertRoute } from './routes/alert.ts';
import { alertBundleRoute } from './routes/alert-bundle.ts';
import { alertEvidenceRoute } from './routes/alert-evidence.ts';
import { alertsRoute } from './routes/alerts.ts';
import { cityRoute } from './routes/city.ts';
import { deviceRoute } from './routes/device.ts';
import { devicesRoute } from './routes/devices.ts';
import { extensionsRoute } from './routes/extensions.ts';
import { flowsRoute } from './routes/flows.ts';
import { healthRoute } from './routes/health.ts';
import { latestRoute } from './routes/latest.ts';
import { ledgerRoute } from './routes/ledger.ts';
import { metricsRoute } from './routes/metrics.ts';
import { openapiRoute } from './routes/openapi.ts';
import { propertiesRoute } from './routes/properties.ts';
import { readinessRoute } from './routes/readiness.ts';
import { readingsRoute } from './routes/readings.ts';
import { rejectedRoute } from './routes/rejected.ts';
import { rejectedPayloadRoute } from './routes/rejected-payload.ts';
import { scenariosRoute } from './routes/scenarios.ts';
import { sessionRoute } from './routes/session.ts';
import { signinRoute } from './routes/signin.ts';
import { signoutRoute } from './routes/signout.ts';
import { standardsRoute } from './routes/standards.ts';
import { stateRoute } from './routes/state.ts';
import { statusRoute } from './routes/status.ts';
import { stepEvidenceRoute } from './routes/step-evidence.ts';
import { streamRoute } from './routes/stream.ts';
import { zonesRoute } from './routes/zones.ts';

/** All routes of the API, one file each; a test checks that none is missing. */
export const ROUTES: readonly ((app: ApiServer, deps: ApiDeps) => void)[] = [
  healthRoute,
  readinessRoute,
  metricsRoute,
  signinRoute,
  sessionRoute,
  signoutRoute,
  cityRoute,
  statusRoute,
  zonesRoute,
  propertiesRoute,
  devicesRoute,
  deviceRoute,
  latestRoute,
  readingsRoute,
  aggregateRoute,
  stateRoute,
  airQualityRoute,
  airPlacesRoute,
  standardsRoute,
  scenariosRoute,
  extensionsRoute,
  alertsRoute,
  alertRoute,
  alertEvidenceRoute,
  stepEvidenceRoute,
  alertBundleRoute,
  acknowledgeRoute,
  ledgerRoute,
  rejectedRoute,
  rejectedPayloadRoute,
  streamRoute,
  openapiRoute,
  flowsRoute,
];
