const MAX_WARNINGS = 20;
const MAX_LENGTH = 500;

/**
 * The texts of `Warning` headers (RFC 7234, section 5.5: `299 agent "text"`), as the Kubernetes API
 * sends them.
 */
export function readWarnings(header: string | string[] | undefined): string[] {
  const value = Array.isArray(header) ? header.join(', ') : header ?? '';
  const texts: string[] = [];
  for (const match of value.matchAll(/\b\d{3} [^\s"]+ "((?:[^"\\]|\\.)*)"/g)) {
    texts.push(
      match[1]
        .replace(/\\(.)/g, '$1')
        .replace(/[\s\p{Cc}]+/gu, ' ')
        .slice(0, MAX_LENGTH),
    );
  }
  return [...new Set(texts)].slice(0, MAX_WARNINGS);
}
