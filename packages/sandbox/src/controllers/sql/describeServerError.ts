import { DatabaseError } from 'pg';

/**
 * Says in words what went wrong with the server, as provider-sql says it: its
 * own answer after `pq:`, or how the connection failed. Never holds a password,
 * for neither the server's messages nor the system's do.
 */
export function describeServerError(
  error: unknown,
  server: { host: string; port: number },
): string {
  if (error instanceof DatabaseError) return `pq: ${error.message}`;
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  switch (code) {
    case 'ECONNREFUSED':
      return `dial tcp ${server.host}:${server.port}: connect: connection refused`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `dial tcp: lookup ${server.host}: no such host`;
    case 'ETIMEDOUT':
      return `dial tcp ${server.host}:${server.port}: i/o timeout`;
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
