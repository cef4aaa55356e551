import fp from 'fastify-plugin';

/** Something the service cannot do without. */
export interface Dependency {
  name: string;
  check: () => Promise<void>;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** From here on /readyz says no, so that no new requests are sent here. */
    stopBeingReady: () => void;
  }
}

const LONGEST_CHECK_MILLISECONDS = 1500;

async function isWell({ check }: Dependency): Promise<boolean> {
  const timer = new AbortController();
  try {
    await Promise.race([
      check(),
      new Promise((_, reject) => {
        const late = setTimeout(() => {
          reject(new Error('It takes too long.'));
        }, LONGEST_CHECK_MILLISECONDS);
        timer.signal.addEventListener('abort', () => {
          clearTimeout(late);
        });
      }),
    ]);
    return true;
  } catch {
    return false;
  } finally {
    timer.abort();
  }
}

/** GET /healthz: the process is alive. GET /readyz: it can answer requests now. */
export const health = fp<{ dependencies: Dependency[] }>((server, { dependencies }, done) => {
  let stopping = false;
  server.decorate('stopBeingReady', () => {
    stopping = true;
  });
  server.get('/healthz', { logLevel: 'warn' }, () => ({ status: 'ok' }));
  server.get('/readyz', { logLevel: 'warn' }, async (_request, reply) => {
    if (stopping) return reply.code(503).send({ status: 'stopping' });
    const well = await Promise.all(dependencies.map(isWell));
    const missing = dependencies.filter((_, index) => !well[index]).map(({ name }) => name);
    return missing.length > 0
      ? reply.code(503).send({ status: 'unavailable', missing })
      : { status: 'ok' };
  });
  done();
});
