import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CallRunner } from './support/CallRunner';
import { Cluster } from './support/Cluster';
import { parseCalls } from './support/hurl';
import { target } from './support/target';

jest.setTimeout(120_000);

/** In this order: later calls are about what earlier ones made. */
const FILES = [
  'requests',
  'configmaps',
  'selecting',
  'changing',
  'applying',
  'deleting',
  'secrets',
  'access',
  'reviews',
  'kinds',
  'definitions',
  'values',
  'widgets',
  'namespaces',
];

const FOLDER = join(__dirname, 'calls');

/** Calls as data, one after the other, as a person with curl would send them. */
describe(`calls to a Kubernetes API (${target.name})`, () => {
  const cluster = new Cluster('calls');
  const namespace = `calls-${cluster.suffix}`;
  const runner = new CallRunner(cluster, {
    namespace,
    group: `${namespace}.example.com`,
    // More than an object may hold, and more than a request may be long.
    big: 'x'.repeat(1024 * 1024 + 10),
    huge: 'x'.repeat(Math.round(3.2 * 1024 * 1024)),
  });
  cluster.takeAway(`/api/v1/namespaces/${namespace}`);

  beforeAll(() => cluster.start());
  afterAll(() => cluster.stop());

  it('are all in this list', () => {
    const there = readdirSync(FOLDER).map(name => name.replace('.hurl', ''));
    expect([...FILES].sort()).toEqual(there.sort());
  });

  describe.each(FILES)('%s', file => {
    const calls = parseCalls(
      readFileSync(join(FOLDER, `${file}.hurl`), 'utf8'),
    );

    it.each(calls.map(call => [call.name, call] as const))(
      '%s',
      async (_, call) => {
        const answer = await runner.run(`${file}: ${call.name}`, call);
        expect([answer.status, answer.text]).toEqual([
          call.status,
          expect.any(String),
        ]);
      },
    );
  });
});
