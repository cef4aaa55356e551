import { ConflictError } from '@backstage/errors';
import type { FileChange, ReadFile } from '@cairn/plugin-golden-paths-node';
import { parse } from 'yaml';
import { z } from 'zod';

const applicationSchema = z.object({
  spec: z.object({ source: z.object({ repoURL: z.string() }) }),
});

/** An Application that is to be in the GitOps repository. */
export interface WantedApplication {
  path: string;
  yaml: string;
  remoteUrl: string;
}

function repositoryOf(text: string): string | undefined {
  try {
    return applicationSchema.safeParse(parse(text)).data?.spec.source.repoURL;
  } catch {
    return undefined;
  }
}

/**
 * Those that are not there yet. One of the same repository is left as it is: a run before has made it,
 * and somebody may have changed it since.
 *
 * @throws ConflictError when one of that name runs something else.
 */
export async function newApplications(
  wanted: readonly WantedApplication[],
  read: ReadFile,
): Promise<FileChange[]> {
  const changes: FileChange[] = [];
  for (const { path, yaml, remoteUrl } of wanted) {
    const present = await read(path);
    if (present === undefined) {
      changes.push({ path, content: Buffer.from(yaml, 'utf8') });
    } else if (repositoryOf(present.toString('utf8')) !== remoteUrl) {
      throw new ConflictError(
        `The GitOps repository has ${path} already, for another repository. Choose another name, or have that file removed.`,
      );
    }
  }
  return changes;
}
