/** Why an alert was withdrawn outside of the fold, which has no step for it and no evidence. */
export const WITHDRAWN_REASONS = {
  /** The fold does not have it any more. */
  lost: 'the journal no longer leads to it, what it rested on was cut or lost: whether its condition still holds cannot be told from here',
  /** The generation that is shown now does not have it. */
  replaced:
    'the journal was folded again, with an amendment or another mapping of channels, and does not lead to this alert',
} as const;
