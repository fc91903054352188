/** The callback of an aedes hook: without an error the packet is acknowledged, with one the connection is closed. */
export type Answer = (error?: Error | null) => void;
