import type { FastifyInstance } from 'fastify';
import { readConfig } from '../src/config.js';
import type { Dependency } from '../src/health.js';
import { MemoryOrderStore } from '../src/orders/MemoryOrderStore.js';
import type { OrderStore } from '../src/orders/OrderStore.js';
import { buildServer } from '../src/server.js';

/** Settings for tests: nothing is logged. */
export const testConfig = readConfig({
  LOG_LEVEL: 'silent',
{%- if values.hasDatabase %}
  DATABASE_URL: 'postgresql://nobody:secret@127.0.0.1:1/none',
{%- endif %}
});

/** A server that does not listen; ask it with `inject`. */
export function testServer(
  store: OrderStore = new MemoryOrderStore(),
  dependencies: Dependency[] = [],
): Promise<FastifyInstance> {
  return buildServer({
    config: testConfig,
    store: () => Promise.resolve({ store, dependencies }),
  });
}
