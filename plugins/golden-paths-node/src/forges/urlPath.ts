/** A path of a URL, each part of it escaped. */
export function urlPath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
