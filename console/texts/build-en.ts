/** English texts on readings and documents that are being made again. */
export const buildEn = {
  /** `why` is one of `causes`. */
  underWay: (why: string, percent: number, duration: string) =>
    `Charts, lists and alerts are being made again from the journal (${why}): ${percent} % after ${duration}. Until then they are as before.`,
  spoken: (why: string) => `Charts, lists and alerts are being made again from the journal (${why}).`,
  failed: (why: string) => `Charts, lists and alerts could not be made again (${why}): they are as before.`,
  causes: {
    'clock-shifted': (user: string) => `clock of earlier records corrected by ${user}`,
    'extension-off': (user: string) => `extension off for earlier records, by ${user}`,
    refold: () => 'with the channels of today',
    'rebuild-store': () => 'a person asked for it',
  },
};
