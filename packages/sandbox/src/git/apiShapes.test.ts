import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { HookReceiver } from '../__testUtils__/HookReceiver';
import { git, TestHost } from './__testUtils__/TestHost';

const run = promisify(execFile);
const base64 = (text: string) => Buffer.from(text).toString('base64');

// Many real git processes, on computers that have other things to do.
jest.setTimeout(120_000);

// What is expected here is what a Gitea 1.26.4 answered to the same calls.
describe('answers of the API', () => {
  let host: TestHost;
  const at = '/repos/payments/shop';
  const get = (path: string) => host.api('ada', 'GET', `${at}${path}`);

  beforeAll(async () => {
    host = await TestHost.start();
    await host.api('ada', 'POST', '/orgs/payments/repos', {
      name: 'shop',
      auto_init: true,
    });
    const files = [
      { operation: 'create', path: 'deploy/a.yaml', content: base64('a: 1\n') },
    ];
    await host.api('ada', 'POST', `${at}/contents`, { files, message: 'Add' });
    const change = [
      { operation: 'upload', path: 'deploy/a.yaml', content: base64('a: 2\n') },
      { operation: 'create', path: 'ünï "q".txt', content: base64('odd\n') },
    ];
    await host.api('ada', 'POST', `${at}/contents`, {
      files: change,
      new_branch: 'feature/one',
      message: 'Change',
    });
  });

  afterAll(() => host.stop());

  it('tells branches, tags, references and comparisons', async () => {
    const main = (await get('/branches/main')).json.commit.id;
    const branch = await get('/branches/feature%2Fone');
    expect(branch.json.commit.url).toBe(
      `${host.url}/payments/shop/commit/${branch.json.commit.id}`,
    );
    const compared = await get('/compare/main...feature/one');
    expect(compared.json).toMatchObject({
      total_commits: 1,
      commits: [
        {
          sha: branch.json.commit.id,
          author: { login: 'ada' },
          stats: { total: 3, additions: 2, deletions: 1 },
        },
      ],
    });
    expect((await get('/compare/feature/one..main')).json.total_commits).toBe(
      0,
    );
    expect((await get('/compare/main...none')).status).toBe(404);

    const tag = { tag_name: 'v1', message: 'First', target: 'main' };
    expect(
      (await host.api('ada', 'POST', `${at}/tags`, tag)).json,
    ).toMatchObject({ name: 'v1', message: 'First', commit: { sha: main } });
    expect((await host.api('ada', 'POST', `${at}/tags`, tag)).status).toBe(409);
    expect((await get('/tags')).json).toHaveLength(1);
    expect((await get('/git/refs/tags/v1')).json[0].object.type).toBe('tag');
    expect((await host.api('ada', 'DELETE', `${at}/tags/v1`)).status).toBe(204);
    expect((await get('/tags/v1')).status).toBe(404);

    const made = { new_branch_name: 'made', old_ref_name: 'feature/one' };
    expect((await host.api('ada', 'POST', `${at}/branches`, made)).status).toBe(
      201,
    );
    const drop = (name: string, person = 'ada') =>
      host.api(person, 'DELETE', `${at}/branches/${name}`);
    expect((await drop('made', 'ben')).status).toBe(403);
    expect((await drop('made')).status).toBe(204);
    const again = await drop('made');
    expect(again.status).toBe(404);
    expect(again.json.errors).toEqual(['branch does not exist [name: made]']);
    expect((await drop('main')).status).toBe(403);
  });

  it('gives trees, blobs, archives and patches', async () => {
    const tree = await get(
      '/git/trees/feature%2Fone?recursive=true&per_page=2',
    );
    expect(tree.json).toMatchObject({ truncated: true, total_count: 4 });
    expect(tree.headers.get('x-total-count')).toBe('4');
    const folder = tree.json.tree.find(
      (each: { type: string }) => each.type === 'tree',
    );
    const inside = await get(`/git/trees/${folder.sha}`);
    expect(inside.json.tree[0].path).toBe('a.yaml');
    const blob = await get(`/git/blobs/${inside.json.tree[0].sha}`);
    expect(blob.json).toMatchObject({ content: base64('a: 2\n'), size: 5 });
    expect((await get(`/git/blobs/${'1'.repeat(40)}`)).status).toBe(400);
    expect((await get('/git/trees/none')).status).toBe(400);

    const tip = (await get('/git/commits/feature%2Fone')).json.sha;
    const mail = (await get(`/git/commits/${tip}.patch`)).text;
    expect(mail).toContain('Subject: [PATCH] Change\n');
    expect((await get(`/git/commits/${tip}.diff`)).text).toContain('\n+a: 2\n');

    for (const [format, list] of [
      ['zip', ['python3', '-m', 'zipfile', '-l']],
      ['tar.gz', ['tar', '-tzf']],
    ] as const) {
      const answer = await fetch(
        `${host.url}/api/v1${at}/archive/feature/one.${format}`,
      );
      expect(answer.headers.get('content-disposition')).toBe(
        `attachment; filename=shop-feature-one.${format}`,
      );
      const file = join(host.dir, `one.${format}`);
      await writeFile(file, Buffer.from(await answer.arrayBuffer()));
      const [command, ...args] = list;
      const { stdout } = await run(command, [...args, file]);
      expect(stdout).toContain('shop/deploy/a.yaml');
    }
    expect((await get('/archive/none.zip')).status).toBe(404);
    expect((await get('/archive/main.rar')).status).toBe(400);
    const raw = await fetch(`${host.url}/api/v1${at}/raw/README.md`);
    const etag = raw.headers.get('etag') ?? '';
    expect(await raw.text()).toBe('# shop\n\n');
    const known = await fetch(`${host.url}/api/v1${at}/raw/README.md`, {
      headers: { 'if-none-match': etag },
    });
    expect(known.status).toBe(304);
  });

  it('lists what a pull request brings, and takes changes of it', async () => {
    const asked = {
      title: 'One',
      body: 'Why',
      head: 'feature/one',
      base: 'main',
    };
    const made = await host.api('ada', 'POST', `${at}/pulls`, asked);
    expect(made.json).toMatchObject({
      additions: 2,
      deletions: 1,
      changed_files: 2,
      content_version: 0,
      base: { repo: { permissions: { push: true } } },
    });
    const number = made.json.number;
    expect((await host.api('ada', 'POST', `${at}/pulls`, asked)).status).toBe(
      409,
    );
    const files = await get(`/pulls/${number}/files`);
    expect(files.headers.get('x-hasmore')).toBe('false');
    expect(files.json).toMatchObject([
      { filename: 'deploy/a.yaml', status: 'changed', changes: 2 },
      { filename: 'ünï "q".txt', status: 'added', additions: 1, deletions: 0 },
    ]);
    const commits = await get(`/pulls/${number}/commits`);
    expect(commits.json).toMatchObject([{ author: { login: 'ada' } }]);
    const diff = await get(`/pulls/${number}.diff`);
    const page = await fetch(`${host.url}/payments/shop/pulls/${number}.diff`);
    expect(await page.text()).toBe(diff.text);
    const dir = await host.folder();
    await git(dir, 'clone', '-q', `${host.url}/payments/shop`, '.');
    const file = join(host.dir, 'one.patch');
    await writeFile(file, (await get(`/pulls/${number}.patch`)).text);
    await git(dir, 'am', '-q', file);
    expect(await git(dir, 'diff', 'origin/feature/one')).toBe('');
    expect((await get('/pulls/main/feature/one')).json.number).toBe(number);
    expect((await get('/pulls?state=all&sort=oldest')).json[0].number).toBe(1);
    const pull = `${at}/pulls/${number}`;
    const edit = { title: 'Better', body: 'Because' };
    expect((await host.api('ada', 'PATCH', pull, edit)).json).toMatchObject({
      ...edit,
      content_version: 1,
    });
    const base = { base: 'none' };
    expect((await host.api('ada', 'PATCH', pull, base)).status).toBe(404);
    const merge = { Do: 'merge', head_commit_id: '1'.repeat(40) };
    expect((await host.api('ada', 'POST', `${pull}/merge`, merge)).status).toBe(
      409,
    );
    await host.api('ada', 'PATCH', pull, { state: 'closed' });
    expect(
      (await host.api('ada', 'POST', `${pull}/merge`, { Do: 'merge' })).status,
    ).toBe(404);
  });

  it('keeps what CI says of a commit', async () => {
    const { id: sha } = (await get('/branches/main')).json.commit;
    const say = (state: string, context: string, person = 'ada') =>
      host.api(person, 'POST', `${at}/statuses/${sha}`, { state, context });
    expect((await get('/commits/main/status')).json).toMatchObject({
      state: 'pending',
      total_count: 0,
      statuses: null,
    });
    expect((await say('pending', 'ci/build')).status).toBe(201);
    await say('success', 'ci/build');
    await say('failure', 'ci/test');
    expect((await say('success', 'ci/test', 'ben')).status).toBe(403);
    expect((await get('/commits/main/status')).json).toMatchObject({
      state: 'failure',
      sha,
      total_count: 2,
    });
    expect((await get(`/statuses/${sha}`)).json).toHaveLength(3);
  });

  it('changes, archives, renames and removes repositories', async () => {
    const patch = (body: object, person = 'carla', path = at) =>
      host.api(person, 'PATCH', path, body);
    expect((await patch({ description: 'no' }, 'ben')).status).toBe(403);
    const changed = await patch({ website: 'https://shop.example' });
    expect(changed.json).toMatchObject({
      website: 'https://shop.example',
      branch_count: 2,
    });
    expect((await patch({ default_branch: 'none' })).json.default_branch).toBe(
      'main',
    );
    await patch({ archived: true });
    const write = { files: [{ operation: 'create', path: 'x' }] };
    const refused = await host.api('ada', 'POST', `${at}/contents`, write);
    expect(refused.status).toBe(423);
    await patch({ archived: false });
    await host.api('ada', 'POST', '/orgs/payments/repos', { name: 'taken' });
    expect((await patch({ name: 'taken' })).status).toBe(422);
    const renamed = await patch({ name: 'store' });
    expect(renamed.json.full_name).toBe('payments/store');
    const dir = await host.folder();
    await git(dir, 'clone', '-q', host.remote('ada', 'payments/store'), '.');
    await patch({ name: 'shop' }, 'carla', '/repos/payments/store');
    const remove = (person: string) =>
      host.api(person, 'DELETE', '/repos/payments/taken');
    expect((await remove('ben')).json.message).toBe(
      'user should be the owner of the repo',
    );
    expect((await remove('carla')).status).toBe(204);
    expect((await remove('carla')).status).toBe(404);
    const hidden = await host.api('ben', 'GET', '/repos/payments/taken');
    expect(hidden.json).toEqual({
      errors: null,
      message: 'not found',
      url: `${host.url}/api/swagger`,
    });
  });

  it('tests a hook on demand, with the events that were asked for', async () => {
    const receiver = await HookReceiver.start();
    const made = await host.api('carla', 'POST', `${at}/hooks`, {
      type: 'gitea',
      config: { url: receiver.url, content_type: 'json', secret: 's' },
      events: ['push', 'pull_request_only'],
      active: true,
    });
    expect(made.json.events).toEqual(['pull_request', 'push']);
    const hook = `${at}/hooks/${made.json.id}`;
    expect((await host.api('carla', 'POST', `${hook}/tests`)).status).toBe(204);
    const push = await receiver.event('push');
    expect(push.payload).toMatchObject({
      ref: 'refs/heads/main',
      total_commits: 1,
      repository: { full_name: 'payments/shop' },
    });
    expect(push.payload.before).toBe(push.payload.after);
    const only = { active: true };
    expect((await host.api('carla', 'PATCH', hook, only)).json.events).toEqual([
      'push',
    ]);
    expect((await host.api('carla', 'DELETE', hook)).status).toBe(204);
    expect((await host.api('carla', 'DELETE', hook)).status).toBe(404);
    await receiver.stop();
  });

  it('makes, changes and removes organisations', async () => {
    const org = { username: 'returns', full_name: 'Returns' };
    const made = await host.api('dev', 'POST', '/orgs', org);
    expect(made.json).toMatchObject({ name: 'returns', full_name: 'Returns' });
    expect((await host.api('dev', 'POST', '/orgs', org)).status).toBe(422);
    expect((await host.api('dev', 'GET', '/users/dev/orgs')).json).toHaveLength(
      2,
    );
    expect((await host.api('ben', 'DELETE', '/orgs/returns')).status).toBe(403);
    expect((await host.api('dev', 'DELETE', '/orgs/payments')).status).toBe(
      422,
    );
    expect((await host.api('dev', 'DELETE', '/orgs/returns')).status).toBe(204);
  });
});
