import type { FileChange } from '@cairn/plugin-golden-paths-common';

const MAX_LISTED = 100;
const CONFLICTS = ' (conflicts)';

/** The title of the pull request. It says when there is something to decide. */
export function pullTitle(options: {
  path: string;
  newest: string;
  conflicts: number;
}): string {
  const { path, newest, conflicts } = options;
  return `Update to ${path} ${newest}${conflicts > 0 ? CONFLICTS : ''}`;
}

/** Whether a title says that there are conflicts. */
export function saysConflicts(title: string): boolean {
  return title.endsWith(CONFLICTS);
}

/** A path as code that cannot break out of it. */
function code(path: string): string {
  return `\`${path.replace(/[`\r\n]/g, '?')}\``;
}

function listed(files: FileChange[], line: (file: FileChange) => string) {
  const shown = files.slice(0, MAX_LISTED).map(line);
  const more = files.length - shown.length;
  return [...shown, ...(more > 0 ? [`- and ${more} more`] : [])];
}

/** What the pull request says of itself. */
export function pullBody(options: {
  path: string;
  version: string;
  newest: string;
  files: readonly FileChange[];
  requestedBy: string;
}): string {
  const { path, version, newest, files, requestedBy } = options;
  const conflicts = files.filter(({ outcome }) => outcome === 'conflict');
  const merged = files.filter(({ outcome }) => outcome === 'merged');
  const clean = files.filter(({ outcome }) => outcome === 'clean');
  const changeLine = ({ path: file, change }: FileChange) =>
    `- ${code(file)}${change === 'changed' ? '' : ` (${change})`}`;
  return [
    `Brings this repository from version ${version} of the golden path *${path}* to ${newest}. Only what changed in the golden path is changed here; your own edits stay.`,
    ...(conflicts.length > 0
      ? [
          '',
          '## Conflicts: to be decided before merging',
          '',
          ...listed(
            conflicts,
            ({ path: file, reason }) => `- ${code(file)}: ${reason ?? ''}`,
          ),
          '',
          'Check the branch out, look for `<<<<<<<`, keep what is right, and push.',
        ]
      : []),
    ...(merged.length > 0
      ? ['', '## Merged with your edits', '', ...listed(merged, changeLine)]
      : []),
    ...(clean.length > 0
      ? ['', '## Changed', '', ...listed(clean, changeLine)]
      : []),
    '',
    `Requested by ${code(requestedBy)}.`,
    '',
  ].join('\n');
}
