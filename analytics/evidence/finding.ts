/** A reason why an alert, or one evidence of it, is not a match. */
export interface Finding {
  readonly kind: 'verdict' | 'input' | 'hash' | 'engine' | 'evidence' | 'step' | 'history' | 'alert';
  readonly detail: string;
}
