import { sslOptions } from './sslOptions';

describe('sslOptions', () => {
  it.each([
    ['localhost', 'verify-full', false],
    ['127.0.0.1', 'verify-full', false],
    ['::1', 'require', false],
    ['db.example.com', 'disable', false],
    ['db.example.com', 'require', { rejectUnauthorized: false }],
    ['db.example.com', 'verify-full', true],
    ['db.example.com', 'verify-ca', true],
    // Names that only look local are on the network.
    ['localhost.example.com', 'verify-full', true],
    ['127.0.0.1.example.com', 'verify-full', true],
  ])('%s with %s', (host, mode, expected) => {
    expect(sslOptions(host, mode)).toEqual(expected);
  });
});
