import { readFile, symlink } from 'node:fs/promises';
import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { ScmIntegrations } from '@backstage/integration';
import type { GeneratorRunOptions } from '@backstage/plugin-techdocs-node';
import { MarkdownGenerator } from './MarkdownGenerator';

const input = createMockDirectory();
const output = createMockDirectory();
const config = mockServices.rootConfig({
  data: { techdocs: { generator: { runIn: 'local' } } },
});
const { PATH } = process.env;

beforeEach(() => {
  input.clear();
  output.clear();
  // A machine without mkdocs.
  process.env.PATH = '';
});

afterEach(() => {
  process.env.PATH = PATH;
});

async function run(): Promise<void> {
  const logger = mockServices.logger.mock();
  await new MarkdownGenerator({
    config,
    logger,
    scmIntegrations: ScmIntegrations.fromConfig(config),
  }).run({
    inputDir: input.path,
    outputDir: output.path,
    etag: 'abc',
    // Upstream's type is that of its former logger.
    logger: logger as unknown as GeneratorRunOptions['logger'],
  });
}

const read = (file: string) => readFile(output.resolve(file), 'utf8');

describe('MarkdownGenerator', () => {
  it('makes pages, navigation, search index and metadata of documents', async () => {
    input.setContent({
      'mkdocs.yml':
        'site_name: Ledger\nplugins: [techdocs-core]\nnav:\n  - Home: index.md\n  - Guides:\n      - Start here: guides/start.md\n',
      docs: {
        'index.md':
          '# Ledger\n\nSee [start](guides/start.md#first-steps) and [the web](https://example.org/a.md).\n\n![map](img/map.png)\n\n| a | b |\n| - | - |\n| 1 | 2 |\n',
        guides: {
          'start.md': '# Start\n\n## First steps\n\n[Home](../index.md)\n',
        },
        'more.md': 'Nothing but text.\n',
        img: { 'map.png': Buffer.from('png') },
      },
    });
    await run();
    const home = await read('index.html');
    expect(home).toContain('href="guides/start/#first-steps"');
    expect(home).toContain('href="https://example.org/a.md"');
    expect(home).toContain('src="img/map.png"');
    expect(home).toContain('<td>2</td>');
    expect(home).toMatch(
      /role="group" aria-label="Table" tabindex="0"><table>/,
    );
    expect(home).toContain(
      '<li><a href="./" aria-current="page">Home</a></li><li><a href="guides/start/">Start here</a></li><li><a href="more/">More</a></li>',
    );
    const start = await read('guides/start/index.html');
    expect(start).toContain('<h2 id="first-steps">First steps</h2>');
    expect(start).toContain('<a href="../../">Home</a>');
    // The reader waits for a style sheet of this name and of no other.
    const [, sheet] =
      /<link rel="stylesheet" href="..\/..\/(.*\/main\.[0-9a-f]{8}\.min\.css)">/.exec(
        start,
      ) ?? [];
    expect(await read(sheet)).toContain('.cairn-docs');
    expect(await read('img/map.png')).toBe('png');
    expect(JSON.parse(await read('search/search_index.json')).docs[1]).toEqual({
      location: 'guides/start/',
      title: 'Start here',
      text: 'Start First steps Home',
    });
    expect(JSON.parse(await read('techdocs_metadata.json'))).toMatchObject({
      site_name: 'Ledger',
      etag: 'abc',
      files: expect.arrayContaining(['index.html', 'img/map.png']),
    });
  });

  it('lets no document script the portal or reach out of its folder', async () => {
    input.setContent({
      'secret.md': 'hunter2',
      docs: {
        'index.md':
          '<script>alert(1)</script> <img src=x onerror=alert(1)>\n\n[x](javascript:alert(1))',
      },
    });
    await symlink(input.resolve('secret.md'), input.resolve('docs/leak.md'));
    await run();
    const home = await read('index.html');
    expect(home).not.toMatch(/<script|<img|href="javascript/);
    expect(home).not.toContain('leak');
    input.setContent({
      'mkdocs.yml': 'site_name: x\ndocs_dir: ../..\n',
      docs: { 'index.md': '# x' },
    });
    await expect(run()).rejects.toThrow(/not allowed|outside|path/i);
  });

  it('names what is missing', async () => {
    input.setContent({ 'mkdocs.yml': 'site_name: x\n' });
    await expect(run()).rejects.toThrow(
      'There is no folder "docs" beside mkdocs.yml',
    );
    input.setContent({
      'mkdocs.yml': 'site_name: x\nnav:\n  - A: a.md\n',
      docs: { 'index.md': '# x' },
    });
    await expect(run()).rejects.toThrow(
      'mkdocs.yml names "a.md", which is not in docs.',
    );
  });
});
