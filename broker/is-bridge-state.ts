/**
 * Whether a topic is that on which a mosquitto bridge says whether it is connected: retained, and as its will, unless
 * `notifications` is off. It has to be accepted, or no bridge with default settings gets in.
 */
export const isBridgeState = (topic: string): boolean => /^\$SYS\/broker\/connection\/[^/+#]+\/state$/.test(topic);
