import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Entity } from '@backstage/catalog-model';
import { VENDOR_BRANCH } from '@cairn/plugin-golden-paths-common';
import {
  GitRemote,
  readRecipe,
  renderGoldenPath,
} from '@cairn/plugin-golden-paths-node';
import { provisionersOf } from '@cairn/plugin-score-common';
import type { TestHost } from '@cairn/sandbox/git/testUtils';
import { service, template } from './entities';

const NAME = 'tiny';
const SPEC = {
  parameters: [{ properties: { greeting: { default: 'Good day' } } }],
  steps: [
    {
      id: 'code',
      action: 'cairn:skeleton',
      input: { values: { language: 'typescript' } },
    },
    { id: 'manifests', action: 'cairn:score:render', input: {} },
  ],
};

/** A small golden path on disk, and repositories made from it at a git host. */
export class Scaffold {
  version = '1.0.0';

  private constructor(
    private readonly host: TestHost,
    private readonly folder: string,
  ) {}

  static async create(host: TestHost): Promise<Scaffold> {
    const folder = await mkdtemp(join(tmpdir(), 'cairn-templates-'));
    await mkdir(join(folder, NAME, 'skeleton'), { recursive: true });
    await mkdir(join(folder, '_common', 'skeleton'), { recursive: true });
    return new Scaffold(host, folder);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Writes files of the skeleton; no text removes one. */
  async write(
    files: Record<string, string | undefined>,
    layer = NAME,
  ): Promise<void> {
    for (const [path, text] of Object.entries(files)) {
      const file = join(this.folder, layer, 'skeleton', path);
      await mkdir(dirname(file), { recursive: true });
      await (text === undefined ? rm(file) : writeFile(file, text));
    }
  }

  /** The Template as the catalog holds it now. */
  get template(): Entity {
    return template({
      name: NAME,
      version: this.version,
      file: join(this.folder, NAME, 'template.yaml'),
      spec: SPEC,
    });
  }

  remote(name: string): GitRemote {
    return GitRemote.create({
      remoteUrl: `${this.host.url}/payments/${name}.git`,
      name: `payments/${name}`,
      credentials: {
        username: 'cairn-portal',
        password: this.host.tokens['cairn-portal'] ?? '',
      },
    });
  }

  /** Makes a repository as the steps of the path do, and its entity. */
  async make(
    name: string,
    options: { branches?: string[] } = {},
  ): Promise<Entity> {
    await this.host.api('cairn-portal', 'POST', '/orgs/payments/repos', {
      name,
      default_branch: 'main',
    });
    const layer = (it: string) => join(this.folder, it, 'skeleton');
    const files = await renderGoldenPath({
      template: { ref: `template:default/${NAME}`, version: this.version },
      recipe: readRecipe({ spec: SPEC }),
      skeletons: [layer('_common'), layer(NAME)],
      values: {
        name,
        owner: 'payments',
        image: `registry.cairn.example/payments/${name}:0.1.0`,
        portalUrl: 'http://localhost:7007',
      },
      provisioners: provisionersOf({ xrds: [] }).items,
    });
    const person = { name: 'Cairn', email: 'cairn-portal@cairn.example' };
    await this.remote(name).pushFirst({
      files,
      branches: options.branches ?? ['main', VENDOR_BRANCH],
      details: {
        message: 'Start from a golden path',
        author: person,
        committer: person,
        date: new Date('2026-11-21T10:00:00Z'),
      },
    });
    return this.entity(name, this.version);
  }

  entity(name: string, version: string): Entity {
    return service({
      name,
      from: `template:default/${NAME}@${version}`,
      location: `url:${this.host.url}/payments/${name}/src/branch/main/catalog-info.yaml`,
    });
  }

  /** Edits main as its team does; no text removes a file. */
  async edit(
    name: string,
    edits: Record<string, (text: string) => string | undefined>,
  ): Promise<void> {
    const person = { name: 'Ada', email: 'ada@cairn.example' };
    await this.remote(name).change({
      branch: 'main',
      details: {
        message: 'Local edits',
        author: person,
        committer: person,
        date: new Date('2026-11-21T11:00:00Z'),
      },
      edit: async read =>
        Promise.all(
          Object.entries(edits).map(async ([path, change]) => {
            const text = change((await read(path))?.toString('utf8') ?? '');
            return {
              path,
              executable: false,
              ...(text !== undefined && { content: Buffer.from(text) }),
            };
          }),
        ),
    });
  }

  /** The texts of a branch, by path. */
  async texts(name: string, branch: string): Promise<Record<string, string>> {
    return this.remote(name).withClone(async clone => {
      const files = await clone.readTree(await clone.fetch(branch));
      return Object.fromEntries(
        files.map(({ path, content }) => [path, content.toString('utf8')]),
      );
    });
  }
}
