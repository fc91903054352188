import { useEffect, useState } from 'preact/hooks';
import type { Alert, AlertChange } from '../../model/alert.ts';
import type { Evidence } from '../../model/evidence.ts';
import { detailOf, getJson } from '../live/request.ts';
import { texts } from '../texts/language.ts';
import { VerdictPart } from './verdict-part.tsx';

/** Why one step of an alert was taken, on request: the conditions and values of its own evidence, and its file. */
export function StepEvidence({
  alert,
  step,
}: {
  readonly alert: Pick<Alert, 'id' | 'scenarioId'>;
  readonly step: AlertChange & { readonly evidenceHash: string };
}) {
  const [isOpen, setOpen] = useState(false);
  const words = texts.value.alerts;
  const url = `/api/alerts/${encodeURIComponent(alert.id)}/evidence/${step.evidenceHash}`;
  return (
    <div class="step-evidence">
      <button type="button" class="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? words.hideStep : words.showStep}
      </button>
      {isOpen && <Loaded url={url} scenarioId={alert.scenarioId} />}
    </div>
  );
}

function Loaded({ url, scenarioId }: { readonly url: string; readonly scenarioId: string }) {
  const [evidence, setEvidence] = useState<Evidence | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const words = texts.value.alerts;
  useEffect(() => {
    getJson<Evidence>(url).then(setEvidence, (problem: unknown) => setFailure(detailOf(problem)));
  }, [url]);
  if (failure !== null) return <p class="dim">{texts.value.failed(failure)}</p>;
  if (evidence === null) return <p class="dim">{words.loading}</p>;
  return (
    <>
      <VerdictPart verdict={evidence.verdict} scenarioId={scenarioId} />
      <a class="button" href={url} download>
        {words.download}
      </a>
    </>
  );
}
