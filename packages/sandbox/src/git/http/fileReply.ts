import type { Reply } from './Request';

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

/**
 * A file of a repository as it is. Whoever may push decides what is in it, so
 * that a browser must run nothing of it: no type that has scripts but SVG, and
 * that in a sandbox.
 */
export function fileReply(path: string, content: Buffer): Reply {
  const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  const plain = content.includes(0)
    ? 'application/octet-stream'
    : 'text/plain; charset=utf-8';
  return {
    status: 200,
    body: content,
    headers: {
      'Content-Type': IMAGES[extension] ?? plain,
      'Content-Security-Policy':
        "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    },
  };
}
