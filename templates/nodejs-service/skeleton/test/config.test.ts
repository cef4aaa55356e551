import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.js';

const needed = {% if values.hasDatabase %}{ DATABASE_URL: 'postgresql://localhost/x' }{% else %}{}{% endif %};

describe('readConfig', () => {
  it('has defaults, and takes the version from the attributes', () => {
    expect(readConfig(needed)).toMatchObject({ port: ${{ values.port }}, shutdownDelaySeconds: 0 });
    expect(
      readConfig({
        ...needed,
        SERVICE_ENVIRONMENT: 'prod',
        OTEL_RESOURCE_ATTRIBUTES: 'service.namespace=a,service.version=1.2.3%2B4',
      }),
    ).toMatchObject({
      service: { environment: 'prod', version: '1.2.3+4' },
      shutdownDelaySeconds: 5,
    });
  });

  it.each([
    ['PORT', 'eighty'],
    ['PORT', ''],
    ['PORT', '70000'],
    ['LOG_LEVEL', 'loud'],
    ['SHUTDOWN_DELAY_SECONDS', '-1'],
  ])('refuses %s=%j by name', (name, value) => {
    expect(() => readConfig({ ...needed, [name]: value })).toThrow(name);
  });
{%- if values.hasDatabase %}

  it('needs a database', () => {
    expect(() => readConfig({})).toThrow('DATABASE_URL');
  });
{%- endif %}
});
