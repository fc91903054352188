/** A generation of readings and documents that is being built beside the one that is shown. */
export interface GenerationBuild {
  /** An amendment of earlier records, by its type, or the command that a person ran. */
  readonly cause: 'clock-shifted' | 'extension-off' | 'refold' | 'rebuild-store';
  /** Who made the amendment; null for a command. */
  readonly user: string | null;
  /** First journal offset of the amendment's range; null for a command. */
  readonly fromOffset: number | null;
  /** When it began: milliseconds since 1970, UTC, by the clock of the machine. */
  readonly since: number;
  /** Share of the journal that is folded again, 0 to 1. */
  readonly share: number;
  /** Why it has failed, so that what is shown stays without the amendment; null while it goes on. */
  readonly trouble: string | null;
}
