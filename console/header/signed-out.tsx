import { session } from '../live/session-state.ts';
import { texts } from '../texts/language.ts';
import { CopyLine } from './copy-line.tsx';
import { LanguageSwitch } from './language-switch.tsx';

/** The page of a user who is not signed in: how to get a link. */
export function SignedOut() {
  const words = texts.value.session;
  const command = session.value.is === 'signed-out' ? session.value.signinCommand : null;
  return (
    <main class="gate">
      <div class="gate-card">
        <p class="gate-brand">
          Citynerve <LanguageSwitch />
        </p>
        <h1>{words.signedOutTitle}</h1>
        <p>{words.signedOutLead}</p>
        <p>{words.signedOutStep}</p>
        <CopyLine text={command ?? 'npm run citynerve -- signin'} />
        <p>{words.signedOutAfter}</p>
      </div>
    </main>
  );
}
