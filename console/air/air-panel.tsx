import { route } from '../live/route.ts';
import { airPlaceText } from '../live/route-text.ts';
import { texts } from '../texts/language.ts';
import { AirControls } from './air-controls.tsx';
import { AirView } from './air-view.tsx';
import { type AirOffer, type Loaded, useAirOffer } from './use-air.ts';

/** Air quality at a place: the newest index, the pollutants behind it, and the hours or days before. */
export function AirPanel() {
  const isSeen = route.value.lower === 'air';
  const offer = useAirOffer(isSeen).value;
  return (
    <section class="panel air-panel" aria-label={texts.value.air.title}>
      {offer.value === null ? <NoOffer offer={offer} /> : <Asked offer={offer.value} isSeen={isSeen} />}
    </section>
  );
}

function NoOffer({ offer: { failure, isMissing } }: { readonly offer: Loaded<AirOffer> }) {
  const { air: words, failed } = texts.value;
  if (failure === null) return <p class="empty">{words.loading}</p>;
  if (!isMissing) {
    return (
      <p class="empty" role="alert">
        {failed(failure)} {words.tryAgain}
      </p>
    );
  }
  return (
    <div class="empty">
      <p class="air-missing">{words.notAvailable}</p>
      <p>{words.notAvailableHint}</p>
    </div>
  );
}

function Asked({ offer, isSeen }: { readonly offer: AirOffer; readonly isSeen: boolean }) {
  const { air } = route.value;
  const at = air.at ?? offer.places[0] ?? null;
  if (at === null) return <p class="empty">{texts.value.air.noPlaces}</p>;
  const key = `${airPlaceText(at)} ${air.standard} ${air.period} ${air.edition ?? ''}`;
  return (
    <>
      <AirControls offer={offer} at={at} />
      <AirView key={key} at={at} question={air} editions={offer.editions} isSeen={isSeen} />
    </>
  );
}
