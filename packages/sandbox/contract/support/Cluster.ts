import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startTestDatabase } from '../../src/__testUtils__/testApi';
import { startApiServer } from '../../src/apiserver';
import { ensurePki } from '../../src/pki';
import { Answers } from './Answers';
import {
  connectionTo,
  readKubeconfig,
  sendTo,
  type Answer,
  type Body,
  type Connection,
  type Sent,
} from './connection';
import { normalise } from './normalise';
import { target } from './target';
import { Watch } from './Watch';

/** How long a condition is waited for, in milliseconds. */
const PATIENCE = 20_000;

/** Media types of the patches. */
export const PATCH = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
} as const;

/**
 * The cluster that is held to the contract: that of the target's kubeconfig, or
 * the sandbox's API server, started for the suite. Everything is done as the
 * administrator, in namespaces and API groups nobody else uses; what was made is
 * taken away at the end.
 */
export class Cluster {
  /** Keeps names of several runs apart. */
  readonly suffix = randomBytes(4).toString('hex');
  /** What the server answered to each check. */
  readonly answers: Answers;
  private connection: Connection | undefined;
  private readonly made: string[] = [];
  private compactHistory: (() => Promise<void>) | undefined;
  private halt: () => Promise<void> = async () => undefined;

  /** @param part - Which checks it is for; their answers are kept under this name */
  constructor(part: string) {
    this.answers = new Answers(part, value =>
      normalise(value, {
        [this.suffix]: '<run>',
        ...(this.connection && {
          [new URL(this.connection.url).host]: '<host>',
        }),
      }),
    );
  }

  /** @param kubeconfig - default: the target's; without one, a sandbox is started */
  async start(kubeconfig = target.kubeconfig): Promise<void> {
    if (kubeconfig) {
      this.connection = await readKubeconfig(kubeconfig);
      return;
    }
    const database = await startTestDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'cairn-contract-'));
    const pki = await ensurePki(folder);
    const server = await startApiServer({ databaseUrl: database.url, pki });
    const { certificate, key } = await pki.clientCertificate({
      commonName: 'admin',
      organizations: ['system:masters'],
    });
    this.connection = connectionTo({
      url: server.url,
      ca: pki.caCertificate,
      cert: certificate,
      key,
    });
    this.compactHistory = () => server.compact();
    this.halt = async () => {
      await server.stop();
      await database.stop();
      await rm(folder, { recursive: true });
    };
  }

  /** Takes everything away that was made, last first, and lets go. */
  async stop(): Promise<void> {
    await this.answers.write();
    for (const path of this.made.reverse()) await this.ask('DELETE', path);
    this.connection?.agent.destroy();
    await this.halt();
  }

  /**
   * Sends one request as the administrator and reads the whole answer, which is
   * kept with the check that asks.
   */
  async send(method: string, path: string, sent: Sent = {}): Promise<Answer> {
    const { currentTestName } = expect.getState();
    const keep = this.answers.place(
      currentTestName?.replace(/^.*? \(\w+\) /, '') ?? 'setting up',
      `${method} ${path}`,
    );
    const answer = await this.ask(method, path, sent);
    keep(answer);
    return answer;
  }

  /** Sends one request whose answer is nobody's to compare. */
  ask(method: string, path: string, sent: Sent = {}): Promise<Answer> {
    return sendTo(this.connected(), method, path, sent);
  }

  get(path: string, headers?: Sent['headers']): Promise<Answer> {
    return this.send('GET', path, { headers });
  }

  post(path: string, body: unknown, headers?: Sent['headers']) {
    return this.send('POST', path, { body, headers });
  }

  put(path: string, body: unknown): Promise<Answer> {
    return this.send('PUT', path, { body });
  }

  patch(path: string, type: keyof typeof PATCH, body: unknown) {
    return this.send('PATCH', path, { body, type: PATCH[type] });
  }

  remove(path: string, options?: unknown): Promise<Answer> {
    return this.send('DELETE', path, { body: options });
  }

  /** Server-side apply; `query` is added to the path's own. */
  apply(path: string, manager: string, body: unknown, query = '') {
    return this.patch(`${path}?fieldManager=${manager}${query}`, 'apply', body);
  }

  /** Opens a watch; `path` says `watch=1` itself. */
  watch(path: string, headers?: Record<string, string>): Watch {
    return new Watch(this.connected(), path, headers);
  }

  /** Makes a namespace of this run and answers its name. */
  async namespace(name: string): Promise<string> {
    const full = `contract-${name}-${this.suffix}`;
    await this.make('/api/v1/namespaces', { metadata: { name: full } });
    return full;
  }

  /** Creates what has to be there for a check and goes at the end. */
  async make(path: string, body: Body): Promise<Body> {
    const answer = await this.post(path, body);
    if (answer.status !== 201) {
      throw new Error(`POST ${path}: ${answer.status} ${answer.text}`);
    }
    const { name } = answer.body.metadata as { name: string };
    this.takeAway(`${path}/${name}`);
    return answer.body;
  }

  /** Deletes this at the end. */
  takeAway(path: string): void {
    this.made.push(path);
  }

  /** Reads a path until what is there holds, for 20 seconds at most. */
  async until(
    path: string,
    holds: (answer: Answer) => boolean,
    headers?: Sent['headers'],
  ): Promise<Answer> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      // What is waited for is told by the check, not by the answers on the way.
      const answer = await this.ask('GET', path, { headers });
      if (holds(answer)) return answer;
      if (Date.now() > deadline) {
        throw new Error(
          `GET ${path} did not become what it should: ${answer.text}`,
        );
      }
      await delay(30);
    }
  }

  /** Waits until there is nothing at a path. */
  async gone(path: string): Promise<void> {
    await this.until(path, answer => answer.status === 404);
  }

  /** Whether the history can be forgotten on demand: on our own server only. */
  get canCompact(): boolean {
    return this.compactHistory !== undefined;
  }

  async compact(): Promise<void> {
    await this.compactHistory?.();
  }

  private connected(): Connection {
    if (!this.connection) throw new Error('The cluster is not started.');
    return this.connection;
  }
}
