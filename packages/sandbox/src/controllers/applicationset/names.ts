const MAX_NAME = 253;

/** A text as a DNS name (`normalize`): lower case, other characters as dashes. */
export function normalizeName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^-a-z0-9.]/g, '-')
    .slice(0, MAX_NAME)
    .replace(/^[-.]+|[-.]+$/g, '');
}

/**
 * A text as a label (`branch_slug`, `slugify`): accents dropped, `&` and `@` as
 * words, everything else as single dashes.
 *
 * @param options - `smartTruncate` cuts at a dash only
 */
export function slugifyName(
  text: string,
  options: { maxLength: number; smartTruncate?: boolean },
): string {
  const slug = text
    .trim()
    .replaceAll('&', ' and ')
    .replaceAll('@', ' at ')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9\-_]+/g, '-')
    .replace(/-{2,}/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '');
  const { maxLength, smartTruncate } = options;
  if (slug.length <= maxLength) return slug;
  const cut = slug.slice(0, maxLength);
  const dash = cut.lastIndexOf('-');
  const kept =
    smartTruncate && dash > 0 && slug[maxLength] !== '-'
      ? cut.slice(0, dash)
      : cut;
  return kept.replace(/[-_]+$/, '');
}
