export declare function createHangDetector(options: { readonly hangMillis: number; readonly lookMillis: number }): {
  /** `running`: number of the present call, null if there is none. `now`: milliseconds of a monotonic clock. */
  isHanging(running: number | null, now: number): boolean;
};
