{% if values.hasDatabase or values.hasCache -%}
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
{% endif -%}
{% if values.hasCache -%}
import { connectCache } from './cache.js';
{% endif -%}
{% if values.hasDatabase or values.hasCache -%}
import type { Config } from './config.js';
{% endif -%}
{% if values.hasDatabase -%}
import { connectDatabase, measurePool, migrate } from './database.js';
{% endif -%}
import type { Dependency } from './health.js';
{%- if values.hasCache %}
import { CachedOrderStore } from './orders/CachedOrderStore.js';
{%- endif %}
{%- if values.hasDatabase %}
import { DatabaseOrderStore } from './orders/DatabaseOrderStore.js';
{%- else %}
import { MemoryOrderStore } from './orders/MemoryOrderStore.js';
{%- endif %}
import type { OrderStore } from './orders/OrderStore.js';
{%- if values.hasDatabase or values.hasCache %}

/** Opens what orders are kept in, and closes it with the server. */
export {% if values.hasDatabase %}async {% endif %}function openStores(
  server: FastifyInstance,
  registry: Registry,
  config: Config,
): Promise<{ store: OrderStore; dependencies: Dependency[] }> {
{%- else %}

/** Makes what orders are kept in. */
export function openStores(): Promise<{ store: OrderStore; dependencies: Dependency[] }> {
{%- endif %}
{%- if values.hasDatabase %}
  const pool = connectDatabase({ connectionString: config.databaseUrl }, server.log);
  server.addHook('onClose', () => pool.end());
  await migrate(pool, server.log);
  measurePool(pool, registry);
  const store = new DatabaseOrderStore({ pool, registry });
  const dependencies: Dependency[] = [
    {
      name: 'database',
      check: async () => {
        await pool.query('SELECT 1');
      },
    },
  ];
{%- else %}
  const store = new MemoryOrderStore();
  const dependencies: Dependency[] = [];
{%- endif %}
{%- if values.hasCache %}
  if (config.redisUrl) {
    const cache = connectCache(config.redisUrl, server.log);
    server.addHook('onClose', () => cache.close());
    const cached = new CachedOrderStore({ store, cache, log: server.log, registry });
    return {% if values.hasDatabase %}{ store: cached, dependencies }{% else %}Promise.resolve({ store: cached, dependencies }){% endif %};
  }
  server.log.warn('REDIS_URL is not set; going on without a cache.');
{%- endif %}
  return {% if values.hasDatabase %}{ store, dependencies }{% else %}Promise.resolve({ store, dependencies }){% endif %};
}
