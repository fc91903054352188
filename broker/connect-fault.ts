import type { RefusalReason } from '../model/refusal-reason.ts';
import { publishable, quoted } from './allowed-text.ts';
import type { GatewayContext } from './gateway-context.ts';
import { isClientIdFaulty } from './is-client-id-faulty.ts';
import type { Principal } from './principal.ts';
import { publishRefusal } from './publish-refusal.ts';
import type { Session } from './session.ts';

// CONNACK return codes: MQTT 3.1.1, table 3.1
const IDENTIFIER_REJECTED = 2;
const NOT_AUTHORIZED = 5;

/** Why a client with the right credential is refused: the code of the CONNACK, and what a person has to know. */
interface ConnectFault {
  readonly code: number;
  readonly reason: RefusalReason;
  readonly detail: string;
}

/** What is wrong with the CONNECT of a principal: its client id, or its will. Null: nothing. */
export function connectFault(context: GatewayContext, session: Session, principal: Principal): ConnectFault | null {
  const { clientId, isCleanSession, willTopic } = session;
  if (isClientIdFaulty(principal, clientId, isCleanSession)) {
    const allowed =
      principal.role === 'device' ? `is ${quoted(principal.deviceId)}` : 'are letters, digits and _ . : -';
    const detail = `client id ${quoted(clientId)}; allowed ${allowed}, or an empty one with a clean session`;
    return { code: IDENTIFIER_REJECTED, reason: 'client-id', detail };
  }
  const { topicsOf, limits, clock } = context;
  const rules = { maxTopicBytes: limits.maxTopicBytes, clock: clock.kind, topicsOf };
  if (willTopic !== null && publishRefusal(principal, willTopic, rules)) {
    const detail = `will on topic ${quoted(willTopic)}; ${publishable(principal, topicsOf)}`;
    return { code: NOT_AUTHORIZED, reason: 'will-topic', detail };
  }
  return null;
}
