import type { Reply, Request } from './Request';

/** What a browser may be told a file is; for all else it is text or bytes. */
const IMAGES: Record<string, string> = {
  gif: 'image/gif',
  ico: 'image/x-icon',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  webp: 'image/webp',
};

/** A `Content-Disposition` for any name (RFC 6266). */
export function disposition(kind: 'inline' | 'attachment', name: string) {
  if (/^[\w.+-]+$/.test(name)) return `${kind}; filename=${name}`;
  return `${kind}; filename*=utf-8''${encodeURIComponent(name)}`;
}

/**
 * A file of a repository as it is. Whoever may push decides what is in it, so
 * that a browser must run nothing of it: no type that has scripts but SVG, and
 * that in a sandbox.
 *
 * @param version - The blob's id, and when it was last changed.
 */
export function fileReply(
  request: Request,
  path: string,
  content: Buffer,
  version: { etag: string; date: string | undefined },
): Reply {
  const etag = `"${version.etag}"`;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const extension = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const plain = content.includes(0)
    ? 'application/octet-stream'
    : 'text/plain; charset=utf-8';
  const known = request.raw.headers['if-none-match'] === etag;
  return {
    status: known ? 304 : 200,
    body: known ? '' : content,
    headers: {
      'Content-Type': IMAGES[extension] ?? plain,
      'Content-Disposition': disposition('inline', name),
      'Content-Security-Policy':
        "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'Access-Control-Expose-Headers': 'Content-Disposition',
      // It may be private: asked for again, and answered with 304.
      'Cache-Control': 'private, no-cache',
      ETag: etag,
      ...(version.date && {
        'Last-Modified': new Date(version.date).toUTCString(),
      }),
    },
  };
}
