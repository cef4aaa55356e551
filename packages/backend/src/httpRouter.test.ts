import { createServer, type AddressInfo } from 'node:net';
import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { httpRouter } from './httpRouter';

async function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

// Loading a whole backend takes its time on a busy machine.
jest.setTimeout(60_000);

describe('the HTTP server', () => {
  it('says that it is starting until it knows every address', async () => {
    const port = await freePort();
    const ask = (accept: string, path = '/api/nobody/thing') =>
      fetch(`http://127.0.0.1:${port}${path}`, { headers: { accept } });
    const early: Response[] = [];
    const late = createBackendPlugin({
      pluginId: 'late',
      register(env) {
        env.registerInit({
          deps: { router: coreServices.httpRouter },
          async init() {
            early.push(
              await ask('application/json'),
              // Its own address, which it does not answer before it has started.
              await ask('text/html', '/api/late'),
            );
          },
        });
      },
    });
    const backend = createBackend();
    backend.add(
      mockServices.rootConfig.factory({
        data: {
          backend: {
            baseUrl: `http://127.0.0.1:${port}`,
            listen: { host: '127.0.0.1', port },
          },
        },
      }),
    );
    for (const service of [
      mockServices.rootLogger.factory(),
      // Without these there would have to be a database.
      mockServices.auth.factory(),
      mockServices.httpAuth.factory(),
      mockServices.scheduler.mock().factory,
      mockServices.database.mock().factory,
    ]) {
      backend.add(service);
    }
    backend.add(httpRouter);
    backend.add(late);
    await backend.start();
    const [program, person] = early;
    expect(program.status).toBe(503);
    expect(program.headers.get('retry-after')).toBe('1');
    expect(await program.json()).toMatchObject({
      error: { name: 'ServiceUnavailableError' },
    });
    expect(person.status).toBe(503);
    expect(await person.text()).toContain('http-equiv="refresh"');
    expect((await ask('application/json')).status).toBe(404);
    await backend.stop();
  });
});
