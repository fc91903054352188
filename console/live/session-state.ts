import { signal } from '@preact/signals';

/** The user's session, as far as the page knows. */
export type Session =
  | { readonly is: 'unknown' }
  | { readonly is: 'unreachable' }
  | { readonly is: 'signed-out'; readonly signinCommand: string | null }
  | { readonly is: 'signed-in'; readonly user: string; readonly verifyCommand: string };

/** The present session. */
export const session = signal<Session>({ is: 'unknown' });

/** Whether the live stream is up. */
export const connection = signal<'connecting' | 'live' | 'lost'>('connecting');

/** How often the stream was opened; components load again when it grows, for what they missed. */
export const streamOpens = signal(0);
