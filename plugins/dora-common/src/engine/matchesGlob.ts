/** Whether a path matches a glob: `*` is anything within a folder, `**` anything. */
export function matchesGlob(glob: string, path: string): boolean {
  const pattern = glob
    .split('**')
    .map(part =>
      part
        .split('*')
        .map(text => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('[^/]*'),
    )
    .join('.*');
  return new RegExp(`^${pattern}$`).test(path);
}

/** Whether changed files touch a component. Unknown ones touch only a whole repository. */
export function touches(
  globs: readonly string[] | undefined,
  paths: readonly string[] | undefined,
): boolean {
  if (!globs) return true;
  return !!paths?.some(path => globs.some(glob => matchesGlob(glob, path)));
}
