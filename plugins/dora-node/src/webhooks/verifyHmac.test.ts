import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { verifyHmac, verifyStandardWebhook, verifyToken } from './verifyHmac';

const NOW = 1_770_000_000_000;
const body = Buffer.from('{"a":1}');
const deliver = (headers: Record<string, string>) => ({
  headers,
  body,
  receivedAt: NOW,
});

describe('verifyStandardWebhook', () => {
  const raw = 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const secret = `whsec_${raw}`;
  const sign = (at: number, key = Buffer.from(raw, 'base64')) => {
    const timestamp = String(Math.floor(at / 1000));
    const signature = createHmac('sha256', key)
      .update(`m1.${timestamp}.${body.toString()}`)
      .digest('base64');
    return {
      'webhook-id': 'm1',
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    };
  };
  const verify = (headers: Record<string, string>, secrets = [secret]) =>
    verifyStandardWebhook()(deliver(headers), secrets);

  it('takes what is signed, for five minutes', () => {
    const MINUTE = 60_000;
    expect(verify(sign(NOW))).toBe(true);
    expect(verify(sign(NOW - 4 * MINUTE))).toBe(true);
    expect(verify(sign(NOW - 6 * MINUTE))).toBe(false);
    expect(verify(sign(NOW + 6 * MINUTE))).toBe(false);
    expect(verify(sign(NOW, Buffer.from('plain')), ['plain'])).toBe(true);
    const several = sign(NOW);
    several['webhook-signature'] = `v1,AAAA ${several['webhook-signature']}`;
    expect(verify(several)).toBe(true);
  });

  it('refuses another time, another id, no signature and no secret', () => {
    const good = sign(NOW);
    expect(verify({ ...good, 'webhook-timestamp': '1769999990' })).toBe(false);
    expect(verify({ ...good, 'webhook-id': 'm2' })).toBe(false);
    expect(verify({ ...good, 'webhook-timestamp': 'now' })).toBe(false);
    expect(verify({ ...good, 'webhook-signature': 'v1,' })).toBe(false);
    expect(verify(good, [])).toBe(false);
    expect(verify({})).toBe(false);
  });
});

it('takes no header that was not made with the secret, whatever is in it', () => {
  const hmac = verifyHmac({ header: 'h', prefix: 'sha256=' });
  const token = verifyToken({ header: 'h', scheme: 'Bearer ' });
  const good = createHmac('sha256', 's').update(body).digest('hex');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map(text => `sha256=${text}`),
        fc.string().map(text => `Bearer ${text}`),
        fc.nat(63).map(cut => `sha256=${good.slice(0, cut)}`),
      ),
      text => {
        expect(hmac(deliver({ h: text }), ['s', ''])).toBe(false);
        expect(token(deliver({ h: text }), ['a secret', ''])).toBe(false);
      },
    ),
  );
  expect(hmac(deliver({ h: `sha256=${good}` }), ['s'])).toBe(true);
  expect(token(deliver({ h: 'bearer a secret' }), ['a secret'])).toBe(true);
});
