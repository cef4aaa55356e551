import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { CredentialSource } from './CredentialSource';
import { KubeconfigError } from './KubeconfigError';
import { KubeconfigFile } from './KubeconfigFile';
import { parseKubeconfig, readKubeconfig } from './readKubeconfig';
import { renderKubeconfig } from './renderKubeconfig';

const ODD = 'arn:aws:eks:eu-west-1:1:cluster/fern hill$é "x"';

describe('a kubeconfig', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cairn-kubeconfig-'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const text = (
    user: object | null,
    {
      cluster = {},
      current = ODD,
    }: { cluster?: object; current?: string | null } = {},
  ) =>
    stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': current,
      contexts: [
        { name: ODD, context: { cluster: 'c', user: 'u', namespace: 'n' } },
        { name: 'lost', context: { cluster: 'nowhere', user: 'u' } },
      ],
      clusters: [
        {
          name: 'c',
          cluster: { server: 'https://127.0.0.1:6443/', ...cluster },
        },
      ],
      users: [{ name: 'u', user }],
    });
  const parse = (content: string, context?: string) =>
    parseKubeconfig(content, { folder, context });
  /** A program that prints an ExecCredential; returns the user entry. */
  const plugin = (name: string, script: string, more: object = {}) => {
    const command = join(folder, name);
    writeFileSync(command, `#!/bin/sh\n${script}\n`);
    chmodSync(command, 0o755);
    return {
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1',
        command: `./${name}`,
        interactiveMode: 'IfAvailable',
        ...more,
      },
    };
  };

  it('gives certificates, tokens and token files, from inside and from beside', async () => {
    writeFileSync(join(folder, 'ca.crt'), 'the ca');
    writeFileSync(join(folder, 'token'), 'first\n');
    const context = parse(
      text(
        {
          'client-certificate-data': Buffer.from('cert').toString('base64'),
          'client-key-data': Buffer.from('key').toString('base64'),
          token: 'ignored',
          tokenFile: 'token',
        },
        { cluster: { 'certificate-authority': 'ca.crt' } },
      ),
    );
    expect(context).toEqual({
      name: ODD,
      cluster: 'c',
      user: 'u',
      namespace: 'n',
      server: 'https://127.0.0.1:6443',
      skipTlsVerify: false,
      ca: 'the ca',
      certificate: 'cert',
      key: 'key',
      tokenFile: join(folder, 'token'),
    });
    const source = CredentialSource.create(context);
    expect(await source.current()).toMatchObject({ token: 'first' });
    writeFileSync(join(folder, 'token'), 'second');
    source.refused();
    expect(await source.current()).toMatchObject({ token: 'second' });
    expect(parse(renderKubeconfig(context))).toEqual(context);

    expect(
      await CredentialSource.create(parse(text({ token: 't' }))).current(),
    ).toEqual({ token: 't' });
    expect(await CredentialSource.create(parse(text(null))).current()).toEqual(
      {},
    );
  });

  it('asks a credential plugin, keeps what it says, and asks again in time', async () => {
    const answer = (token: string, expires: string) =>
      JSON.stringify({
        apiVersion: 'client.authentication.k8s.io/v1',
        kind: 'ExecCredential',
        status: { token, expirationTimestamp: expires },
      });
    const user = plugin(
      'login',
      `echo x >>"$LOG"; echo "$KUBERNETES_EXEC_INFO" >"$LOG.info"\nn=$(grep -c x "$LOG")\nprintf '%s' '${answer(
        'TOKEN',
        '2999-01-01T00:00:00Z',
      )}' | sed "s/TOKEN/$1-$n/"`,
      {
        args: ['for-me'],
        env: [{ name: 'LOG', value: join(folder, 'log') }],
        provideClusterInfo: true,
      },
    );
    const context = parse(text(user));
    const source = CredentialSource.create(context);
    const [one, two] = await Promise.all([source.current(), source.current()]);
    expect([one.token, two.token]).toEqual(['for-me-1', 'for-me-1']);
    expect((await source.current()).token).toBe('for-me-1');
    source.refused();
    expect((await source.current()).token).toBe('for-me-2');
    expect(
      readKubeconfig(
        (writeFileSync(join(folder, 'moved'), renderKubeconfig(context)),
        join(folder, 'moved')),
      ).exec,
    ).toEqual(context.exec);

    const log = join(folder, 'soon.log');
    const soon = plugin(
      'soon',
      `echo x >>'${log}'\nprintf '%s' '${answer('a', '2001-01-01T00:00:00Z')}'`,
    );
    const early = CredentialSource.create(parse(text(soon)));
    await early.current();
    await early.current();
    expect(readFileSync(log, 'utf8')).toBe('x\nx\n');
  });

  it.each([
    [
      'no such program',
      {
        exec: {
          apiVersion: 'client.authentication.k8s.io/v1',
          command: 'cairn-no-such-login',
          installHint: 'Install it\nfrom here.',
        },
      },
      /"cairn-no-such-login" of context .* is not installed on this computer\. Install it from here\.$/,
    ],
    [
      'a program that fails',
      'echo secret; echo "run: login first" >&2; exit 3',
      /fails: run: login first$/,
    ],
    ['a program that says something else', 'echo "{}"', /no ExecCredential/],
    [
      'a program that hands out nothing',
      `echo '{"kind":"ExecCredential","status":{}}'`,
      /neither a token nor a client certificate/,
    ],
  ])('says in a sentence what is wrong with %s', async (_, user, sentence) => {
    const entry =
      typeof user === 'string' ? plugin(`p${user.length}`, user) : user;
    const source = CredentialSource.create(parse(text(entry)));
    const error: unknown = await source.current().catch(reason => reason);
    expect(String(error)).toMatch(sentence);
    expect(String(error)).not.toContain('secret');
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      'missing',
      () => readKubeconfig('/nowhere/config'),
      /^There is no kubeconfig \/nowhere\/config\.$/,
    ],
    ['a folder', () => readKubeconfig(tmpdir()), /is a folder/],
    [
      'not YAML',
      () => parse('a: [password'),
      /^The kubeconfig is not valid YAML\.$/,
    ],
    ['empty', () => parse(''), /empty or no kubeconfig/],
    ['something else', () => parse('contexts: 3'), /not valid at contexts/],
    ['without contexts', () => parse('apiVersion: v1'), /has no contexts/],
    [
      'without a current context',
      () => parse(text(null, { current: null })),
      /--context: "arn:aws/,
    ],
    [
      'without that context',
      () => parse(text(null), 'x'),
      /has no context "x"; there is "arn:aws.*, "lost"\.$/,
    ],
    [
      'without its cluster',
      () => parse(text(null), 'lost'),
      /has no cluster "nowhere"/,
    ],
    [
      'with an address that is none',
      () => parse(text(null, { cluster: { server: 'nas' } })),
      /server "nas"/,
    ],
    [
      'with a proxy',
      () => parse(text(null, { cluster: { 'proxy-url': 'http://p' } })),
      /proxy/,
    ],
    [
      'with a certificate that is not there',
      () =>
        parse(text(null, { cluster: { 'certificate-authority': 'no.crt' } })),
      /certificate-authority .*no\.crt cannot be read/,
    ],
    [
      'with an auth-provider',
      () => parse(text({ 'auth-provider': { name: 'oidc' } })),
      /auth-provider "oidc"/,
    ],
    [
      'with a password',
      () => parse(text({ username: 'u', password: 'p' })),
      /has a password/,
    ],
    ['with impersonation', () => parse(text({ as: 'boss' })), /acts as "boss"/],
    [
      'with a plugin that asks',
      () => parse(text(plugin('ask', '', { interactiveMode: 'Always' }))),
      /terminal/,
    ],
    [
      'with a plugin of old',
      () =>
        parse(
          text(
            plugin('old', '', {
              apiVersion: 'client.authentication.k8s.io/v1alpha1',
            }),
          ),
        ),
      /v1alpha1/,
    ],
  ])('that is %s is refused in a sentence', (_, read, sentence) => {
    expect(read).toThrow(sentence);
    expect(read).toThrow(KubeconfigError);
  });

  it('is read again when the file changes, and not while it is half written', async () => {
    const path = join(folder, 'live');
    const write = (content: string, second: number) => {
      writeFileSync(path, content);
      utimesSync(path, second, second);
    };
    write(text({ token: 'old' }), 1);
    const file = KubeconfigFile.open(path);
    expect((await file.current()).credentials.token).toBe('old');
    write('half: [', 2);
    file.refused();
    expect((await file.current()).credentials.token).toBe('old');
    write(text({ token: 'new' }, { cluster: { server: 'https://b' } }), 3);
    file.refused();
    expect(await file.current()).toMatchObject({
      context: { server: 'https://b' },
      credentials: { token: 'new' },
    });
  });
});
