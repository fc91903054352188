/** Values that one message may carry in any dialect; what stands beyond is one fault. */
export const MAX_VALUES_PER_MESSAGE = 1000;
/** Characters of a unit as a device writes it. */
export const MAX_UNIT_LENGTH = 64;
/** Characters of the id that a device's sequence counts from. */
export const MAX_BOOT_LENGTH = 64;
