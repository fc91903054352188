export declare function createHangDetector(options: { readonly hangMillis: number; readonly lookMillis: number }): {
  /** `running`: number of the call that runs; null: none. `now`: milliseconds of a clock that never goes back. */
  isHanging(running: number | null, now: number): boolean;
};
