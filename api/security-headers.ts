import type { FastifyHelmetOptions } from '@fastify/helmet';

/** Security headers: no foreign sources, no inline scripts, no framing. The map needs workers from `blob:`. */
export const SECURITY_HEADERS: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    // The defaults would upgrade requests to HTTPS, which this server does not support.
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
  // The sign-in token is in a URL and must not be sent as a referrer.
  referrerPolicy: { policy: 'no-referrer' },
  // HSTS is set by the TLS proxy, if there is one.
  strictTransportSecurity: false,
};
