import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { Router } from 'express';

/** Routes that anybody may fetch, relative to the plugin. */
export const CLI_PATHS = ['/cli/cairn.mjs', '/cli/cairn.mjs.sha256'] as const;

const MAX_AGE_S = 300;

async function readBundle(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch {
    return undefined;
  }
}

/**
 * Serves the command line as one file, so that CI of a repository can fetch it from the portal it
 * belongs to. It is the same public program for everybody, holds no configuration and no secret, and is
 * read once: without sign-in, because CI has none before it has the program.
 *
 * @param options.file - The bundle; that of `@cairn/cli` when left out.
 */
export async function createCliRouter(
  options: { file?: string } = {},
): Promise<Router> {
  const file =
    options.file ?? resolvePackagePath('@cairn/cli', 'dist', 'cairn.mjs');
  const bundle = await readBundle(file);
  const digest = bundle && createHash('sha256').update(bundle).digest('hex');
  const router = Router();
  const [program, checksum] = CLI_PATHS;

  router.get([program, checksum], (req, res) => {
    if (!bundle || !digest) {
      throw new NotFoundError(
        'The command line has not been built into this portal. Run: yarn workspace @cairn/cli bundle',
      );
    }
    res.set({
      'Cache-Control': `public, max-age=${MAX_AGE_S}`,
      'X-Content-Type-Options': 'nosniff',
      ETag: `"${digest}"`,
    });
    if (req.fresh) {
      res.status(304).end();
    } else if (req.path === checksum) {
      res.type('text/plain').send(`${digest}  cairn.mjs\n`);
    } else {
      res.attachment('cairn.mjs').type('text/javascript').send(bundle);
    }
  });
  return router;
}
