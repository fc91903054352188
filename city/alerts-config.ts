import { Type } from 'typebox';
import { SEVERITIES } from '../model/scenario.ts';

const EXPECTED_NAME = 'a name of small letters, digits and hyphens, at most 40, e.g. duty-officer';
const EXPECTED_ADDRESS = 'a mail address, e.g. duty@city.example';
const MAX_DESTINATIONS = 20;
const MAX_RECIPIENTS = 50;

/** The name of a destination; it is part of the names of the files with its secret and its cursor. */
const name = Type.String({ pattern: '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$', expected: EXPECTED_NAME });
const address = Type.String({
  pattern: '^[^\\s@<>,;"]+@[A-Za-z0-9.-]+$',
  maxLength: 254,
  expected: EXPECTED_ADDRESS,
});
const severity = Type.Union(
  SEVERITIES.map((each) => Type.Literal(each)),
  { expected: `one of ${SEVERITIES.join(', ')}` },
);
const severities = Type.Array(severity, {
  minItems: 1,
  default: ['critical'],
  expected: `a list of ${SEVERITIES.join(', ')}: alerts that ever were one of these`,
});

const webhook = Type.Object(
  {
    name,
    url: Type.String({
      pattern: '^https?://[^\\s/@?#]+([/?][^\\s#]*)?$',
      maxLength: 2000,
      expected: 'an address that begins with https:// (or http:// within the city), without a password',
    }),
    severities,
  },
  { additionalProperties: false, expected: 'keys name, url, severities' },
);

const email = Type.Object(
  {
    name,
    host: Type.String({ pattern: '^[A-Za-z0-9.:-]+$', expected: 'the mail server, e.g. mail.city.example' }),
    port: Type.Integer({
      minimum: 1,
      maximum: 65_535,
      default: 587,
      expected: 'the port of the mail server: 587, 465 (TLS from the first byte) or 25',
    }),
    from: address,
    to: Type.Array(address, {
      minItems: 1,
      maxItems: MAX_RECIPIENTS,
      expected: `a list of 1 to ${MAX_RECIPIENTS} mail addresses`,
    }),
    severities,
  },
  { additionalProperties: false, expected: 'keys name, host, port, from, to, severities' },
);

/** Schema of the part `alerts` of `city.yaml`: destinations of alerts besides the city's own MQTT. */
export const ALERTS_CONFIG = Type.Object(
  {
    webhooks: Type.Array(webhook, {
      maxItems: MAX_DESTINATIONS,
      default: [],
      expected: `a list of at most ${MAX_DESTINATIONS} webhooks { name, url, severities }`,
    }),
    emails: Type.Array(email, {
      maxItems: MAX_DESTINATIONS,
      default: [],
      expected: `a list of at most ${MAX_DESTINATIONS} mail servers { name, host, port, from, to, severities }`,
    }),
  },
  { additionalProperties: false, default: {}, expected: 'keys webhooks, emails' },
);
