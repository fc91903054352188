import type { Alert } from '../../model/alert.ts';
import { formatCount } from '../format/number.ts';
import { CopyLine } from '../header/copy-line.tsx';
import { cityClock } from '../live/city.ts';
import { session } from '../live/session-state.ts';
import { texts } from '../texts/language.ts';

/** How to recompute this alert without trusting this page. */
export function ProofPart({ alert: { id, evidence } }: { readonly alert: Alert }) {
  const words = texts.value.alerts;
  const signedIn = session.value.is === 'signed-in' ? session.value : null;
  return (
    <section>
      <h3>{words.proof}</h3>
      <p class="dim">{words.recompute}</p>
      {signedIn && <CopyLine text={signedIn.verifyCommand.replace('ALERT', id)} />}
      <p>
        <a class="button" href={`/api/alerts/${encodeURIComponent(id)}/evidence`} download={`evidence-${id}.json`}>
          {words.download}
        </a>
      </p>
      <dl class="facts">
        <div>
          <dt>{words.scenario}</dt>
          <dd>
            {evidence.scenarioId}@{evidence.scenarioVersion}
          </dd>
        </div>
        <div>
          <dt>{words.watermark}</dt>
          <dd>{cityClock(evidence.watermark, 'full')}</dd>
        </div>
        <div>
          <dt>{words.journalOffset}</dt>
          <dd>{formatCount(evidence.offset)}</dd>
        </div>
        <div>
          <dt>{words.engine}</dt>
          <dd>
            Citynerve {evidence.engine.version}, Node {evidence.engine.node}
          </dd>
        </div>
        <div>
          <dt>{words.hash}</dt>
          <dd>
            <code class="hash">{evidence.scenarioHash}</code>
          </dd>
        </div>
      </dl>
    </section>
  );
}
