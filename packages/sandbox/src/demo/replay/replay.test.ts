import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DemoEvent, EventSource } from '../events/DemoEvent';
import { replay, UnreachableError } from './replay';

interface Arrival {
  path: string;
  id: string;
  isSigned: boolean;
}

const SECRET = 'a secret of the receiver';

/** Takes events as a portal would, and answers as it is told. */
class Receiver {
  readonly arrivals: Arrival[] = [];
  /** What the next requests are answered; 202 when nothing is left. */
  answers: number[] = [];

  private readonly server: Server;

  private constructor() {
    this.server = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const body = Buffer.concat(parts);
      const hash = createHmac('sha256', SECRET).update(body).digest('hex');
      const status = this.answers.shift() ?? 202;
      if (status === 202) {
        this.arrivals.push({
          path: request.url ?? '',
          id: JSON.parse(body.toString('utf8')).id,
          isSigned: request.headers['x-hub-signature-256'] === `sha256=${hash}`,
        });
      }
      response.writeHead(status).end(status === 202 ? '' : 'not like this');
    });
  }

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    const { server } = receiver;
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    return receiver;
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/hooks/{source}`;
  }

  stop(): Promise<unknown> {
    this.server.closeAllConnections();
    return new Promise(done => this.server.close(done));
  }
}

const sources: EventSource[] = ['github', 'alertmanager', 'cdevents'];
const events: DemoEvent[] = Array.from({ length: 40 }, (_, index) => ({
  id: `event-${index}`,
  at: index,
  source: sources[index % 3] ?? 'github',
  component: 'web-shop',
  render: () => ({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: `event-${index}`, title: 'Prüfe Körbe' }),
  }),
}));

describe('replay', () => {
  let receiver: Receiver;

  beforeEach(async () => {
    receiver = await Receiver.start();
  });

  afterEach(async () => {
    await receiver.stop();
  });

  it('sends every event once, signed, to the address of its source', async () => {
    const summary = await replay(events, {
      to: receiver.url,
      secret: SECRET,
      atOnce: 1,
    });
    expect(summary).toEqual({
      total: 40,
      taken: 40,
      refused: 0,
      last: 'event-39',
      refusals: [],
    });
    expect(receiver.arrivals).toEqual(
      events.map(({ id, source }) => ({
        path: `/hooks/${source}`,
        id,
        isSigned: true,
      })),
    );
  });

  it('goes on after an event', async () => {
    const options = { to: receiver.url, secret: SECRET };
    await replay(events, { ...options, after: 'event-36' });
    expect(receiver.arrivals.map(({ id }) => id).sort()).toEqual([
      'event-37',
      'event-38',
      'event-39',
    ]);
    await expect(
      replay(events, { ...options, after: 'event-40' }),
    ).rejects.toThrow(RangeError);
  });

  it('tries again what a busy receiver did not take, and counts what is refused', async () => {
    receiver.answers = [503, 429, 202, 403];
    const summary = await replay(events.slice(0, 5), {
      to: receiver.url,
      secret: SECRET,
      atOnce: 1,
    });
    expect(summary).toMatchObject({ taken: 4, refused: 1, last: 'event-4' });
    expect(summary.refusals).toEqual([
      { id: 'event-1', reason: '403 not like this' },
    ]);
    expect(receiver.arrivals.map(({ id }) => id)).toEqual([
      'event-0',
      'event-2',
      'event-3',
      'event-4',
    ]);
  });

  it('gives up on a receiver that stays away, and says how to go on', async () => {
    const { url } = receiver;
    await receiver.stop();
    const sending = replay(events, { to: url, secret: SECRET, atOnce: 2 });
    await expect(sending).rejects.toThrow(UnreachableError);
    await expect(sending).rejects.toThrow('Start it, or correct --to.');
    receiver = await Receiver.start();
  }, 30_000);
});
