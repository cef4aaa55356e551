import type { PoolConfig } from 'pg';

/** Names under which a server on this very machine is reached. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/**
 * How a connection is secured, by the `sslMode` of the provider configuration.
 *
 * A server on this machine is spoken to in plain whatever the mode says: nothing of it crosses a network,
 * and the embedded server has no certificate. The published examples leave `sslMode` out, which means
 * `verify-full`, and are to work on a laptop as they are.
 */
export function sslOptions(host: string, mode: string): PoolConfig['ssl'] {
  if (mode === 'disable' || LOOPBACK.test(host)) return false;
  return mode === 'require' ? { rejectUnauthorized: false } : true;
}
