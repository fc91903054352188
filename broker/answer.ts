/** Answers aedes: without an error the packet is acknowledged, with one the connection ends. */
export type Answer = (error?: Error | null) => void;
