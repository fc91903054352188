import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { effectOf } from '../test-effect.ts';
import { createEmail } from './email-destination.ts';

interface Mail {
  readonly to: readonly string[];
  readonly text: string;
}

/** A real mail server on a free port. */
async function mailServer(options: SMTPServerOptions = {}) {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString(),
        });
        done();
      });
    },
    ...options,
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { mails, port: (server.server.address() as AddressInfo).port };
}

const emailAt = (port: number, changes: Partial<Parameters<typeof createEmail>[0]> = {}) =>
  createEmail({
    name: 'ops',
    host: '127.0.0.1',
    port,
    from: 'city@riverton.example',
    to: ['duty@riverton.example', 'chief@riverton.example'],
    severities: ['critical'],
    login: null,
    words: {
      timeZone: 'Asia/Shanghai',
      city: { en: 'Riverton', zh: '河城' },
      zoneName: (id) => (id === 'underpass-1' ? { en: 'Station underpass', zh: '车站下穿' } : null),
      pageUrl: 'https://city.riverton.example',
      verifyCommand: (id) => `npm run citynerve -- verify ${id}`,
    },
    ...changes,
  });

const flooded = effectOf('underpass-flooding-1', 2, {
  severity: 'critical',
  peakSeverity: 'critical',
  history: [{ at: 1_700_000_000_000, change: 'escalated', severity: 'critical', by: 'citynerve', reason: '' }],
});
const send = (email: ReturnType<typeof createEmail>, effect = flooded) =>
  email.deliver(effect, new AbortController().signal);

const fail = (responseCode: number, text: string): Error => Object.assign(new Error(text), { responseCode });
const headerOf = (mail: Mail | undefined, name: string): string | undefined => {
  const headers = mail?.text.split('\r\n\r\n')[0] ?? '';
  return new RegExp(`^${name}: ?((?:.|\\r\\n[ \\t])*)`, 'im').exec(headers)?.[1]?.replaceAll(/\r\n\s*/g, '');
};
/** The decoded text of a message. */
const bodyOf = (mail: Mail | undefined): string => {
  const raw = mail?.text.slice(mail.text.indexOf('\r\n\r\n') + 4) ?? '';
  if (headerOf(mail, 'Content-Transfer-Encoding') === 'base64') return Buffer.from(raw, 'base64').toString();
  const bytes = raw
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
};

describe('e-mail', () => {
  test('has in both languages what happened, where, when, and what to do', async () => {
    const { mails, port } = await mailServer();
    await send(emailAt(port));
    expect(mails).toHaveLength(1);
    expect(mails[0]?.to).toEqual(['duty@riverton.example', 'chief@riverton.example']);
    const body = bodyOf(mails[0]);
    expect(body).toContain('Critical: Underpass flooding');
    expect(body).toContain('Where: Station underpass, Riverton');
    expect(body).toContain('What happened: escalated at 2023-11-15 06:13:20 (Asia/Shanghai), by citynerve');
    expect(body).toContain('Look at it and acknowledge it: https://city.riverton.example/');
    expect(body).toContain('npm run citynerve -- verify underpass-flooding-1');
    expect(body).toContain('紧急：下穿隧道积水');
    expect(body).toContain('地点：河城 车站下穿');
  });

  test('is marked as sent automatically, and a repeat is the same message', async () => {
    const { mails, port } = await mailServer();
    const email = emailAt(port);
    await send(email);
    await send(email);
    await send(email, { ...flooded, id: 'underpass-flooding-1@3', alert: { ...flooded.alert, revision: 3 } });
    expect(headerOf(mails[0], 'Auto-Submitted')).toBe('auto-generated');
    expect(headerOf(mails[0], 'Citynerve-Event-Id')).toBe('underpass-flooding-1@2');
    expect(headerOf(mails[0], 'Message-ID')).toMatch(/^<[0-9a-f]{40}@riverton\.example>$/);
    expect(mails[1]?.text).toBe(mails[0]?.text);
    expect(headerOf(mails[2], 'Message-ID')).not.toBe(headerOf(mails[0], 'Message-ID'));
    expect(headerOf(mails[2], 'References')).toBe(headerOf(mails[0], 'References'));
  });

  test('no text of an alert becomes a header', async () => {
    const { mails, port } = await mailServer();
    const title = { en: 'Flood\r\nBcc: thief@elsewhere.example', zh: '水\nX-Evil: 1' };
    await send(emailAt(port), { ...flooded, alert: { ...flooded.alert, title } });
    expect(mails[0]?.to).toHaveLength(2);
    expect(headerOf(mails[0], 'Bcc')).toBeUndefined();
    expect(headerOf(mails[0], 'X-Evil')).toBeUndefined();
    expect(bodyOf(mails[0])).toContain('Critical: Flood Bcc: thief@elsewhere.example\r\n');
  });

  test.each([
    [450, false],
    [550, true],
  ])('a server that answers %i to every address is a failure that is permanent: %s', async (code, isPermanent) => {
    const { port } = await mailServer({ onRcptTo: (_address, _session, done) => done(fail(code, 'not now')) });
    await expect(send(emailAt(port))).rejects.toMatchObject({ isPermanent });
  });

  test('a refused address is named, and the other recipients get the message', async () => {
    const { mails, port } = await mailServer({
      onRcptTo: ({ address }, _session, done) => done(address.startsWith('duty') ? fail(550, 'no such user') : null),
    });
    const email = emailAt(port);
    await send(email);
    expect(mails[0]?.to).toEqual(['chief@riverton.example']);
    expect(email.health().detail).toBe('127.0.0.1 refuses duty@riverton.example');
  });

  test('a failed login is retried, because it can be corrected', async () => {
    const { port } = await mailServer({
      allowInsecureAuth: true,
      authOptional: false,
      onAuth: ({ password }, _session, done) =>
        password === 'right' ? done(null, { user: 'city' }) : done(new Error('wrong password')),
    });
    const login = (password: string) => emailAt(port, { login: { user: 'city', password } });
    await send(login('right'));
    const wrong = login('guess');
    await expect(send(wrong)).rejects.toMatchObject({ isPermanent: false });
    expect(wrong.health().isConnected).toBe(false);
    expect(wrong.health().detail).not.toContain('guess');
  });

  test('no password is sent to another machine without TLS', async () => {
    const asked: string[] = [];
    const { port } = await mailServer({
      allowInsecureAuth: true,
      onAuth: ({ password }, _session, done) => {
        asked.push(String(password));
        done(null, { user: 'city' });
      },
    });
    // The same server, under an address that is not recognised as this machine.
    const email = emailAt(port, { host: '0.0.0.0', login: { user: 'city', password: 'hush' } });
    await expect(send(email)).rejects.toMatchObject({ isPermanent: false });
    expect(asked).toEqual([]);
  });

  test('a server that is not available, or closes the connection, is retried', async () => {
    await expect(send(emailAt(1))).rejects.toMatchObject({ isPermanent: false });
    const { port } = await mailServer({ onConnect: (_session, done) => done(fail(421, 'closing')) });
    await expect(send(emailAt(port))).rejects.toMatchObject({ isPermanent: false });
  });
});
