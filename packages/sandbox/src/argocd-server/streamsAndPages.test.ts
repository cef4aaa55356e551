import { ServerWorld } from './__testUtils__/ServerWorld';

const spec = {
  project: 'default',
  source: { repoURL: 'https://git.example/x.git', path: '.' },
  destination: { server: 'https://kubernetes.default.svc', namespace: 'x' },
};

/** Reads events of a stream one after the other. */
class Reader {
  private text = '';
  private constructor(
    private readonly reader: ReadableStreamDefaultReader<Uint8Array>,
    private readonly abort: AbortController,
  ) {}

  static async open(world: ServerWorld, path: string) {
    const abort = new AbortController();
    const response = await fetch(`${world.server.url}${path}`, {
      headers: {
        authorization: `Bearer ${world.tokens.admin}`,
        accept: 'text/event-stream',
      },
      signal: abort.signal,
    });
    if (!response.body) throw new Error('the stream has no body');
    return new Reader(response.body.getReader(), abort);
  }

  async next(): Promise<unknown> {
    for (;;) {
      const end = this.text.indexOf('\n\n');
      if (end >= 0) {
        const event = this.text.slice('data: '.length, end);
        this.text = this.text.slice(end + 2);
        return JSON.parse(event) as unknown;
      }
      const { value, done } = await this.reader.read();
      if (done) throw new Error('the stream has ended');
      this.text += Buffer.from(value).toString('utf8');
    }
  }

  close() {
    this.abort.abort();
  }
}

describe('streams and pages', () => {
  let world: ServerWorld;

  beforeAll(async () => {
    world = await ServerWorld.start();
    for (const name of ['b', 'a']) {
      await world.create({ metadata: { name, namespace: 'argocd' }, spec });
    }
  }, 120_000);
  afterAll(() => world.stop());

  it('tells what there is, then what changes', async () => {
    const fields =
      'fields=result.type,result.application.metadata.name,result.application.metadata.labels';
    const path = '/api/v1/stream/applications';
    const stream = await Reader.open(world, `${path}?${fields}`);
    const event = (type: string, name: string, labels?: object) => ({
      result: {
        type,
        application: { metadata: { name, ...(labels && { labels }) } },
      },
    });
    expect(await stream.next()).toEqual(event('ADDED', 'a'));
    expect(await stream.next()).toEqual(event('ADDED', 'b'));
    await world.patch('b', { metadata: { labels: { team: 'x' } } });
    expect(await stream.next()).toEqual(event('MODIFIED', 'b', { team: 'x' }));
    stream.close();

    const opening = Reader.open(world, `${path}?resourceVersion=1&${fields}`);
    // Nothing is repeated; not even the status line comes before a change.
    const first = await Promise.race([
      opening.then(() => 'an event'),
      new Promise(resolve => setTimeout(resolve, 300, 'nothing')),
    ]);
    expect(first).toBe('nothing');
    await world.patch('a', { metadata: { labels: { team: 'y' } } });
    const later = await opening;
    expect(await later.next()).toEqual(event('MODIFIED', 'a', { team: 'y' }));
    later.close();
  }, 60_000);

  it('refuses a stream without a token in the form of an event', async () => {
    const path = '/api/v1/stream/applications?name=shop';
    const { status, text, type } = await world.call('nobody', 'GET', path);
    expect([status, type]).toEqual([401, 'text/event-stream']);
    expect(JSON.parse(text.replace(/^data: /, ''))).toEqual({
      error: {
        grpc_code: 16,
        http_code: 401,
        message: 'no session information',
        http_status: 'Unauthorized',
      },
    });
  });

  it('shows people an Application', async () => {
    const name = '<b>';
    const path = '/applications/argocd/a';
    const { status, type, text } = await world.call('nobody', 'GET', path);
    expect([status, type]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toContain('https://git.example/x.git');
    const all = await world.call('nobody', 'GET', '/applications');
    expect(all.text).toContain('href="/applications/argocd/b"');
    const missing = await world.call(
      'nobody',
      'GET',
      `/applications/x/${name}`,
    );
    expect(missing.status).toBe(404);
    expect(missing.text).not.toContain(name);
  });
});
