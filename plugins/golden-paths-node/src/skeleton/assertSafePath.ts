import { InputError } from '@backstage/errors';

/**
 * Refuses a path that could leave the repository or reach into git's own folder.
 *
 * @throws InputError
 */
export function assertSafePath(path: string, source: string): void {
  const parts = path.split('/');
  const unsafe =
    path.includes('\\') ||
    path.includes('\0') ||
    parts.some(part => part === '..' || part === '.' || part === '') ||
    parts.some(part => part.toLowerCase() === '.git');
  if (unsafe) {
    throw new InputError(
      `The name of ${source} becomes "${path}", which is no path in a repository. Mend it in the skeleton, or the value in it.`,
    );
  }
}
