import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HookReceiver } from '../src/__testUtils__/HookReceiver';
import { GitClient } from './git/GitClient';
import { GitTarget, gitTarget } from './git/GitTarget';
import { CallRunner } from './support/CallRunner';
import { parseCalls } from './support/hurl';
import { isListed } from './support/listed';

jest.setTimeout(180_000);

const at = '/api/v1/repos/payments/shop';
const MERGES = ['squash', 'rebase', 'rebase-merge', 'fast-forward-only'];

/** The REST API and git over HTTP, as Gitea 1.26 has them, in the course of a repository's life. */
describe(`a git host (${gitTarget})`, () => {
  let target: GitTarget;
  let client: GitClient;
  let receiver: HookReceiver;
  let runner: CallRunner;

  beforeAll(async () => {
    target = await GitTarget.start();
    client = await GitClient.start(target);
    receiver = await HookReceiver.start();
    const { ada } = target.tokens;
    runner = new CallRunner(target, {
      token_ada: ada,
      basic_ada: Buffer.from(`ada:${ada}`).toString('base64'),
      receiver: receiver.url,
    });
  });

  afterAll(async () => {
    await target.answers.write();
    await receiver.stop();
    await client.stop();
    await target.stop();
  });

  const calls = (file: string) =>
    describe(`${file}`, () => {
      const list = parseCalls(
        readFileSync(join(__dirname, 'git', 'calls', `${file}.hurl`), 'utf8'),
      );
      it.each(list.map(call => [call.name, call] as const))(
        '%s',
        async (name, call) => {
          const check = `${file}: ${name}`;
          const { status, text } = await runner.run(check, call);
          // The list is about the sandbox; a real host always does what is written.
          const expected =
            gitTarget === 'sandbox' && isListed(`git: ${check}`)
              ? status
              : call.status;
          expect([status, text]).toEqual([expected, expect.any(String)]);
        },
      );
    });

  /** Waits for an event and records what it says. */
  const told = async (
    check: string,
    name: string,
    test: (payload: Record<string, unknown>) => boolean,
  ) => {
    const { headers, payload } = await receiver.event(name, test);
    target.answers.record(`event ${check}`, {
      headers: Object.fromEntries(
        Object.entries(headers).filter(([header]) =>
          /^x-git\w+-(event|event-type)$|^content-type$/.test(header),
        ),
      ),
      payload,
    });
    expect(headers['x-gitea-signature']).toMatch(/^[0-9a-f]{64}$/);
    return headers['x-gitea-event'];
  };

  const action = (name: string) =>
    told(name, 'pull_request', payload => payload.action === name);

  /** Opens a pull request and waits until the host has looked at it. */
  const pull = async (head: string, title: string) => {
    const body = JSON.stringify({ title, head, base: 'main' });
    const made = await target.ask('POST', `${at}/pulls`, { body }, 'carla');
    return `${at}/pulls/${String(made.body.number)}`;
  };
  const settled = async (path: string, mergeable: boolean) => {
    const end = Date.now() + 60_000;
    while (Date.now() < end) {
      const { body } = await target.ask('GET', path, {}, 'carla');
      if (body.mergeable === mergeable) return;
      await new Promise(done => setTimeout(done, 100));
    }
    throw new Error(`${path} did not become mergeable: ${mergeable}.`);
  };

  calls('people');
  calls('repositories');
  calls('contents');
  it('is cloned and pushed to by who may', async () => {
    expect(await client.pushAndBeRefused()).toEqual({
      clone: true,
      push: true,
      'push of another past': false,
      'delete of the default branch': false,
      'push of a stranger': false,
      'push of nobody': false,
      'push with a wrong password': false,
      'list of what is not there': false,
      'list of what is private': false,
    });
  });
  calls('branches');
  calls('commits');
  it('has a commit', async () => {
    runner.variables.head = await client.git('rev-parse', 'HEAD');
    expect(runner.variables.head).toMatch(/^[0-9a-f]{40}$/);
  });
  calls('statuses');
  calls('hooks');
  it('tells of a branch that is pushed', async () => {
    await client.branch(
      'change',
      'c.txt',
      'one\ntwo\n',
      'Change\n\nWith a body',
    );
    expect(
      await told('create', 'create', payload => payload.ref === 'change'),
    ).toBe('create');
    expect(
      await told('push', 'push', ({ ref }) => ref === 'refs/heads/change'),
    ).toBe('push');
  });
  calls('opening');
  it('tells of a pull request', async () => {
    expect(await action('opened')).toBe('pull_request');
    await settled(`${at}/pulls/${runner.variables.pull}`, true);
  });
  calls('pulls');
  it('tells of a new title', async () => {
    expect(await action('edited')).toBe('pull_request');
  });
  calls('changing');
  it('tells of further commits', async () => {
    await client.commit('d.txt', 'two\n', 'Two');
    await client.git('push', '-q', 'origin', 'change');
    expect(await action('synchronized')).toBe('pull_request');
  });
  calls('closing');
  it('tells of a pull request that is closed', async () => {
    expect(await action('closed')).toBe('pull_request');
  });
  calls('reopening');
  it('tells of one that is opened again', async () => {
    expect(await action('reopened')).toBe('pull_request');
  });
  calls('merging');
  it('tells of what was merged', async () => {
    await told('merged', 'pull_request', payload => {
      const { merged } = payload.pull_request as { merged?: boolean };
      return payload.action === 'closed' && merged === true;
    });
    await told('deleted', 'delete', ({ ref }) => ref === 'change');
    await client.git('fetch', '-q', 'origin');
    const message = await client.git(
      ...['log', '-1', '--format=%an|%cn|%B', 'origin/main'],
    );
    target.answers.record('git merge message', message);
    expect(message).toContain('Merge pull request');
  });

  it.each(MERGES)('merges by %s', async style => {
    await client.branch(`s-${style}`, style, style, `Style ${style}`);
    const path = await pull(`s-${style}`, `By ${style}`);
    await settled(path, true);
    const body = JSON.stringify({ Do: style });
    const merged = await target.ask('POST', `${path}/merge`, { body }, 'carla');
    target.answers.place(`merge by ${style}`, 'POST')(merged);
    expect(merged.status).toBe(200);
    await client.git('fetch', '-q', 'origin');
    const log = ['log', '-1', '--format=%an|%cn|%P|%B', 'origin/main'];
    target.answers.record(`git message by ${style}`, await client.git(...log));
  });

  it('finds what cannot be merged', async () => {
    await client.branch('conf', 'c.txt', 'x\n', 'X');
    await client.git('checkout', '-q', '-B', 'y', 'origin/main');
    await client.commit('c.txt', 'y\n', 'Y');
    await client.git('push', 'origin', 'HEAD:main');
    const path = await pull('conf', 'Conf');
    runner.variables.conflict = path.split('/').pop() ?? '';
    await settled(path, false);
    const body = JSON.stringify({ Do: 'merge' });
    const refused = await target.ask(
      ...(['POST', `${path}/merge`, { body }, 'carla'] as const),
    );
    expect(refused.status).toBe(405);
  });
  calls('conflict');
  calls('ending');
  it('takes nothing once it is archived', async () => {
    const args = ['push', 'origin', 'HEAD:arch'];
    expect(await client.attempt('push to an archive', ...args)).not.toBe(0);
  });
  calls('archived');
});
