import type { FreshnessText } from '../format/freshness-text.ts';

/** A line over the page. `isCalm`: what the page shows is not old. `name` tells one banner from another. */
export function Banner(props: { readonly said: FreshnessText; readonly isCalm: boolean; readonly name: string }) {
  const { text, spoken, detail } = props.said;
  return (
    <div class={props.isCalm ? 'banner banner-calm' : 'banner'} data-freshness={props.name}>
      {/* Durations change each second; a screen reader gets the line without them, once. */}
      <p class="visually-hidden" role="alert">
        {spoken}
      </p>
      <p>{text}</p>
      {detail !== null && (
        <p class="banner-detail wide-only" title={detail} lang="en">
          {detail}
        </p>
      )}
    </div>
  );
}
