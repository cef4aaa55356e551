/** Whole numbers that are another one's on every host. */
const IDS = new Set(['id', 'repo_id', 'user_id', 'comments_id', 'uid']);

const TEXTS: [RegExp, string][] = [
  [/127\.0\.0\.1:\d+/g, '<receiver>'],
  [/\b(?!0{40}|1{40})[0-9a-f]{40}\b/g, '<sha>'],
  [/\b(?!0{10}|1{10})[0-9a-f]{10}\b/g, '<short sha>'],
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uuid>'],
  [/\/avatars?\/[\w-]+/g, '/avatar'],
  [/\bindex [0-9a-f]{7,}\.\.[0-9a-f]{7,}/g, 'index <blobs>'],
  [/\b(\w*id): \d+/g, '$1: <id>'],
  [/\/hooks\/\d+/g, '/hooks/<id>'],
  [/\b\d+\+([\w-]+@noreply\.)/g, '<id>+$1'],
  [/#issuecomment-\d+/g, '#issuecomment-<id>'],
  [/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g, '<time>'],
  [/(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d[^"\n]{10,28}/g, '<date>'],
];

/**
 * What two git hosts must have in common of an answer: without identifiers,
 * hashes of commits that carry times, and addresses.
 *
 * @param names - Names of this host, and what stands for each
 */
export function comparable(
  value: unknown,
  names: Record<string, string>,
): unknown {
  const walk = (part: unknown, key = ''): unknown => {
    if (typeof part === 'string') {
      let text = part;
      for (const [name, sign] of Object.entries(names)) {
        text = text.replaceAll(name, sign);
      }
      for (const [search, sign] of TEXTS) text = text.replace(search, sign);
      return text;
    }
    if (typeof part === 'number' && IDS.has(key)) return '<id>';
    if (Array.isArray(part)) {
      const items = part.map(each => walk(each));
      // A set, which Gitea keeps as a map.
      return key === 'events' ? items.sort() : items;
    }
    if (!part || typeof part !== 'object') return part;
    return Object.fromEntries(
      Object.entries(part).map(([name, each]) => [name, walk(each, name)]),
    );
  };
  return walk(value);
}
