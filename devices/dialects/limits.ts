/** Maximum number of values in one message, in any dialect; the excess is reported as one fault. */
export const MAX_VALUES_PER_MESSAGE = 1000;
/** Maximum length of a unit as sent, in UTF-16 code units. */
export const MAX_UNIT_LENGTH = 64;
/** Maximum length of a boot id, in UTF-16 code units. */
export const MAX_BOOT_LENGTH = 64;
