/** Calls back once after a while; returns a function that prevents it. */
export type After = (millis: number, callback: () => void) => () => void;
