import type { FastifyHelmetOptions } from '@fastify/helmet';

/** Nothing from outside, no inline script, no framing; a worker may come from a blob because the map needs it. */
export const SECURITY_HEADERS: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    // The defaults would upgrade requests to HTTPS, which a city on plain loopback does not speak.
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      workerSrc: ["'self'", 'blob:'],
      imgSrc: ["'self'", 'data:', 'blob:'],
      connectSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  xFrameOptions: { action: 'deny' },
  // The sign-in token stands in a URL and must reach nobody as a referrer.
  referrerPolicy: { policy: 'no-referrer' },
  // Whether HTTPS is for ever is the decision of the proxy that speaks it.
  strictTransportSecurity: false,
};
