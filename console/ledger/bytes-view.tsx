import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { formatCount } from '../format/number.ts';
import { ApiProblem, detailOf, getBytes } from '../live/request.ts';
import { texts } from '../texts/language.ts';
import { hexLines } from './hex-lines.ts';

const SHOWN_BYTES = 2048;
/** Bytes a line that a phone shows without scrolling sideways. */
const BYTES_PER_LINE = 8;

/** The bytes of a message in the journal, as text and in hex. */
export function BytesView({ offset }: { readonly offset: number }) {
  const { rejected: words, failed } = texts.value;
  const bytes = useSignal<Uint8Array | null>(null);
  const failure = useSignal<string | null>(null);
  useEffect(() => {
    getBytes(`/api/rejected/${offset}/payload`)
      .then((fetched) => {
        bytes.value = fetched;
      })
      .catch((problem: unknown) => {
        const isCut = problem instanceof ApiProblem && problem.status === 410;
        failure.value = isCut ? texts.peek().rejected.gone : failed(detailOf(problem));
      });
  }, [offset]);

  if (failure.value !== null) return <p class="dim">{failure.value}</p>;
  if (bytes.value === null) return <p class="dim">{words.loadingBytes}</p>;
  if (bytes.value.length === 0) return <p class="dim">{words.empty}</p>;
  const shown = bytes.value.subarray(0, SHOWN_BYTES);
  return (
    <div class="bytes">
      <p class="dim">
        {words.size(formatCount(bytes.value.length))}
        {shown.length < bytes.value.length && ` · ${words.cut(formatCount(SHOWN_BYTES))}`}
      </p>
      <h4>{words.text}</h4>
      <pre class="bytes-text">{new TextDecoder().decode(shown)}</pre>
      <h4>{words.hex}</h4>
      <pre>
        {hexLines(shown, BYTES_PER_LINE)
          .map(({ at, hex, text }) => `${at}  ${hex.padEnd(BYTES_PER_LINE * 3 - 1)}  ${text}`)
          .join('\n')}
      </pre>
    </div>
  );
}
