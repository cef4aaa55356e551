import { accessSync, constants } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  TechdocsGenerator,
  type GeneratorRunOptions,
} from '@backstage/plugin-techdocs-node';
import { readSite } from './readSite';
import { renderSite } from './renderSite';

type Options = ConstructorParameters<typeof TechdocsGenerator>[0];

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(path.delimiter).some(folder => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Upstream's generator where it can run, and Markdown rendered here where it cannot. */
export class MarkdownGenerator extends TechdocsGenerator {
  readonly #renderHere: boolean;

  constructor(options: Options) {
    super(options);
    this.#renderHere =
      options.config.getOptionalString('techdocs.generator.runIn') ===
        'local' && !isOnPath('mkdocs');
  }

  /** @throws InputError naming the file that is missing or cannot be read. */
  override async run(options: GeneratorRunOptions): Promise<void> {
    if (!this.#renderHere) {
      await super.run(options);
      return;
    }
    const { inputDir, outputDir, etag } = options;
    const site = await readSite(inputDir, options.siteOptions?.name);
    const files = renderSite(site);
    for (const { file, content } of [...files, ...site.assets]) {
      const target = path.join(outputDir, file);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, content);
    }
    const metadata = {
      site_name: site.name,
      site_description: site.description,
      build_timestamp: Date.now(),
      files: [...files, ...site.assets].map(({ file }) => file),
      ...(etag && { etag }),
    };
    await writeFile(
      path.join(outputDir, 'techdocs_metadata.json'),
      JSON.stringify(metadata),
    );
  }
}
