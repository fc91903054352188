import type { ClientReport } from './client-report.ts';

/** A report as one line of text. */
export const clientLine = (report: ClientReport): string =>
  [
    `${report.client.padEnd(14)} ${report.manner.padEnd(9)}`,
    `${report.sent} sent, ${report.acknowledged} acknowledged, ${report.journalled} journalled,`,
    `${report.stored} stored, ${report.missing} missing, ${report.repeatsRecognised} repeats recognised,`,
    `${report.storedTwice} stored twice (${report.possibleRepeats} marked,`,
    `${report.unshowable} cannot be shown), ${report.cuts} cuts`,
  ].join(' ');
