import {
  getGiteaArchiveUrl,
  getGiteaFileContentsUrl,
  getGiteaLatestCommitUrl,
  getGiteaRequestOptions,
} from '@backstage/integration';
import { createHmac } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hidden } from './__testUtils__/Browser';
import { HookReceiver } from '../__testUtils__/HookReceiver';
import { git } from './__testUtils__/TestHost';
import { TestSignIn } from './__testUtils__/TestSignIn';

// Many real processes, on computers that have other things to do.
jest.setTimeout(120_000);

describe('a change, from the clone to the hook', () => {
  let signIn: TestSignIn;
  let receiver: HookReceiver;

  beforeAll(async () => {
    signIn = await TestSignIn.start();
    receiver = await HookReceiver.start();
  });

  afterAll(async () => {
    await signIn.stop();
    await receiver.stop();
  });

  it('is cloned and pushed by git, opened by the API, merged from its page, told with a signature', async () => {
    const { host } = signIn;
    const at = '/repos/payments/checkout';
    // As publish:gitea does: an empty repository, then the first push.
    expect((await host.api('ada', 'GET', '/orgs/payments')).status).toBe(200);
    const made = await host.api('ada', 'POST', '/orgs/payments/repos', {
      name: 'checkout',
      description: 'Takes the money',
      private: false,
    });
    expect(made.status).toBe(201);
    expect(made.json.empty).toBe(true);
    const hook = await host.api('ada', 'POST', `${at}/hooks`, {
      type: 'gitea',
      config: { url: receiver.url, content_type: 'json', secret: 'a secret' },
      events: ['push', 'pull_request'],
      active: true,
    });
    expect(hook.status).toBe(201);

    const work = await host.folder();
    await git(
      work,
      'clone',
      '-q',
      host.remote('ada', 'payments/checkout'),
      '.',
    );
    await git(work, 'checkout', '-qb', 'main');
    await writeFile(join(work, 'catalog-info.yaml'), 'kind: Component\n');
    await git(work, 'add', '.');
    await git(work, 'commit', '-qm', 'Start');
    await git(work, 'push', '-q', 'origin', 'main');
    const page = await fetch(`${host.url}/payments/checkout/src/branch/main`);
    expect(page.status).toBe(200);
    await git(work, 'checkout', '-qb', 'faster');
    await writeFile(join(work, 'catalog-info.yaml'), 'kind: Component # x\n');
    await git(work, 'commit', '-qam', 'Be faster');
    await git(work, 'push', '-q', 'origin', 'faster');

    const pull = await host.api('ada', 'POST', `${at}/pulls`, {
      title: 'Be faster',
      head: 'faster',
      base: 'main',
    });
    expect(pull.json).toMatchObject({ number: 1, mergeable: true });
    const path = '/payments/checkout/pulls/1';
    const { browser, text } = await signIn.signedIn('carla', path);
    const merged = await browser.open(`${host.url}${path}/merge`, {
      csrf: hidden(text, 'csrf'),
      head: hidden(text, 'head'),
    });
    expect(merged.text).toContain('Merged by Carla Mendes.');
    const after = await host.api(undefined, 'GET', `${at}/pulls/1`);
    expect(after.json).toMatchObject({ state: 'closed', merged: true });

    const closed = await receiver.event(
      'pull_request',
      ({ action }) => action === 'closed',
    );
    const push = await receiver.event(
      'push',
      payload => payload.after === after.json.merge_commit_sha,
    );
    for (const { headers, body } of [closed, push]) {
      const signature = createHmac('sha256', 'a secret').update(body);
      const hex = signature.digest('hex');
      expect(headers['x-gitea-signature']).toBe(hex);
      expect(headers['x-hub-signature-256']).toBe(`sha256=${hex}`);
    }
    expect(push.payload).toMatchObject({
      ref: 'refs/heads/main',
      pusher: { login: 'carla' },
    });

    await git(work, 'checkout', '-q', 'main');
    await git(work, 'pull', '-q', '--ff-only', 'origin', 'main');
    expect(await git(work, 'rev-parse', 'HEAD')).toBe(push.payload.after);
    expect(await readFile(join(work, 'catalog-info.yaml'), 'utf8')).toBe(
      'kind: Component # x\n',
    );

    // What Backstage's own reader asks for, with a token in a user's name.
    const config = {
      host: new URL(host.url).host,
      baseUrl: host.url,
      username: 'cairn-portal',
      password: host.tokens['cairn-portal'],
    };
    const url = `${host.url}/payments/checkout/src/branch/main/catalog-info.yaml`;
    const ask = async (address: string) =>
      fetch(address, getGiteaRequestOptions(config));
    const file = await (await ask(getGiteaFileContentsUrl(config, url))).json();
    expect(Buffer.from(file.content, file.encoding).toString()).toBe(
      'kind: Component # x\n',
    );
    const last = await (await ask(getGiteaLatestCommitUrl(config, url))).json();
    expect(last.sha).toBe(push.payload.after);
    const archive = await ask(getGiteaArchiveUrl(config, url));
    await writeFile(
      join(host.dir, 'main.tar.gz'),
      Buffer.from(await archive.arrayBuffer()),
    );
  });
});
