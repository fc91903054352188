import { session } from '../live/session-state.ts';
import { startLive } from '../live/start.ts';
import { texts } from '../texts/language.ts';

/** Shown until the session is known, and while the city does not answer. */
export function Waiting() {
  const words = texts.value.session;
  const isUnreachable = session.value.is === 'unreachable';
  return (
    <main class="gate">
      <div class="gate-card" role="status">
        <p class="gate-brand">Citynerve</p>
        <p>{isUnreachable ? words.unreachable : words.loading}</p>
        {isUnreachable && (
          <button type="button" onClick={startLive}>
            {words.retry}
          </button>
        )}
      </div>
    </main>
  );
}
