import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fetchLayers } from './fetchLayers';
import { renderSkeleton } from './renderSkeleton';

describe('skeletons', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'cairn-skeleton-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function write(files: Record<string, string | Buffer>, mode = 0o644) {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), content, { mode });
    }
  }

  const rendered = async (
    values: Record<string, string | boolean>,
    copyWithoutTemplating?: string[],
  ) => {
    const files = await renderSkeleton({
      skeletons: [join(root, 'common'), join(root, 'own')],
      values,
      copyWithoutTemplating,
    });
    return Object.fromEntries(
      files.map(({ path, content, executable }) => [
        path,
        `${executable ? '+x ' : ''}${content.toString('utf8')}`,
      ]),
    );
  };

  it('are filled in as fetch:template does it, later layers on earlier ones', async () => {
    await write({
      'common/README.md': 'common',
      'common/Makefile': 'run:\n\t{%- if values.db %} db{% endif %}\n',
      'common/{% if values.db %}migrations{% endif %}/1.sql': 'select 1',
      'common/.github/workflows/ci.yml': 'on: ${{ github.event }}\n',
      'own/README.md':
        '# ${{ values.name }}, ${{ values.missing }}${{ values.db }}',
      'own/src/${{ values.name }}.ts':
        'export const name = ${{ values.name | dump }};',
      'own/logo.png': Buffer.from([0x89, 0x50, 0, 0x24, 0x7b, 0x7b]),
    });
    await write({ 'own/run.sh': '#!/bin/sh\n' }, 0o755);
    const ci = ['.github/**'];
    expect(await rendered({ name: 'shop', db: false }, ci)).toEqual({
      '.github/workflows/ci.yml': 'on: ${{ github.event }}\n',
      Makefile: 'run:\n',
      'README.md': '# shop, false',
      'logo.png': Buffer.from([0x89, 0x50, 0, 0x24, 0x7b, 0x7b]).toString(
        'utf8',
      ),
      'run.sh': '+x #!/bin/sh\n',
      'src/shop.ts': 'export const name = "shop";',
    });
    const withDatabase = await rendered({ name: 'shop', db: true }, ci);
    expect(withDatabase).toMatchObject({
      Makefile: 'run: db\n',
      'migrations/1.sql': 'select 1',
    });
  });

  it.each([
    ['../shop', 'becomes "src/../shop.ts"'],
    ['.git/hooks', 'becomes "src/.git/hooks.ts"'],
    ['a\\b', 'which is no path in a repository'],
  ])('refuse a name that leads elsewhere: %s', async (name, message) => {
    await write({ 'own/src/${{ values.name }}.ts': '', 'common/a': '' });
    await expect(rendered({ name })).rejects.toThrow(message);
  });

  it('name the file that cannot be filled in, and refuse links', async () => {
    await write({ 'own/broken.md': '{% if %}', 'common/a': '' });
    await expect(rendered({})).rejects.toThrow('broken.md cannot be filled in');
    await rm(join(root, 'own/broken.md'));
    await symlink('/etc/passwd', join(root, 'own/passwd'));
    await expect(rendered({})).rejects.toThrow(
      'The skeleton has a symbolic link, passwd.',
    );
  });
});

describe('layers', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'cairn-layers-'));
    for (const path of [
      'templates/_common/skeleton',
      'templates/shop/skeleton',
      'other',
    ]) {
      await mkdir(join(root, path), { recursive: true });
    }
    await symlink(join(root, 'other'), join(root, 'templates/shop/linked'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const integrations = ScmIntegrations.fromConfig(
    new ConfigReader({
      integrations: {
        gitea: [{ host: 'git.example', baseUrl: 'https://git.example' }],
      },
    }),
  );
  const reader = mockServices.urlReader.mock();
  const ask = (baseUrl: string, ...layers: string[]) =>
    fetchLayers({
      baseUrl,
      layers,
      reader,
      integrations,
      createDirectory: () => mkdtemp(join(root, 'made-')),
    });

  it('are folders beside a template on disk', async () => {
    const baseUrl = `file://${root}/templates/shop/template.yaml`;
    expect(await ask(baseUrl, '../_common/skeleton', './skeleton')).toEqual([
      join(root, 'templates/_common/skeleton'),
      join(root, 'templates/shop/skeleton'),
    ]);
    for (const layer of [
      '../../other',
      '/etc',
      '..',
      './skeleton/../../../other',
      'file:///etc',
      '..\\..\\other',
      '%2e%2e/%2e%2e/other',
    ]) {
      await expect(ask(baseUrl, layer)).rejects.toThrow(
        'is not in the folder of the templates',
      );
    }
    for (const layer of ['./linked', './absent', './template.yaml']) {
      await expect(ask(baseUrl, layer)).rejects.toThrow('There is no folder');
    }
  });

  it('are read through the integration for a template elsewhere', async () => {
    const dir = jest.fn(async () => root);
    reader.readTree.mockResolvedValue({
      dir,
      files: async () => [],
      archive: jest.fn(),
      etag: '1',
    });
    const at = 'https://git.example/platform/templates/src/branch/main';
    const dirs = await ask(
      `${at}/templates/shop/template.yaml`,
      '../_common/skeleton',
    );
    expect(reader.readTree).toHaveBeenCalledWith(
      `${at}/templates/_common/skeleton`,
    );
    expect(dir).toHaveBeenCalledWith({ targetDir: dirs[0] });
    await expect(
      ask(`${at}/templates/shop/template.yaml`, '../../../secrets'),
    ).rejects.toThrow('is not in the folder of the templates');
    await expect(ask('https://elsewhere.example/t.yaml', '.')).rejects.toThrow(
      'no integration knows that host',
    );
  });
});
