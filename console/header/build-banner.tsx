import { buildText } from '../format/build-text.ts';
import { status } from '../live/status.ts';
import { texts } from '../texts/language.ts';
import { Banner } from './banner.tsx';

/** That readings and documents are being made again, beside whatever else limits the page; else nothing. */
export function BuildBanner() {
  const known = status.value;
  if (!known?.build) return null;
  return <Banner said={buildText(known.build, known.saidAt, texts.value)} isCalm name="build" />;
}
