/** One step of a field path: the key of an object or the index of an array. */
export type Segment = { field: string } | { index: number };

const MAX_UINT32 = 4294967295n;

/** A path that cannot be read. */
export class FieldPathSyntaxError extends Error {
  constructor(path: string, problem: string) {
    super(`cannot parse path "${path}": ${problem}`);
    this.name = 'FieldPathSyntaxError';
  }
}

/**
 * Reads a Crossplane field path: `spec.list[0]`, `metadata.labels[with.dots/and-slashes]`, `data['8080']`.
 *
 * @throws FieldPathSyntaxError with the position of what is wrong
 */
export function parseFieldPath(path: string): Segment[] {
  const segments: Segment[] = [];
  const unexpected = (character: string, position: number) =>
    new FieldPathSyntaxError(
      path,
      `unexpected '${character}' at position ${position}`,
    );
  let position = 0;
  while (position < path.length) {
    const character = path[position];
    if (character === ']') throw unexpected(']', position);
    if (character === '.') {
      if (position === 0 || position === path.length - 1) {
        throw unexpected('.', position);
      }
      const next = path[position + 1];
      if (next === '.' || next === '[') throw unexpected(next, position + 1);
      position += 1;
      continue;
    }
    if (character === '[') {
      const inner = position + 1;
      const end = path.indexOf(']', inner);
      if (end < 0) {
        throw new FieldPathSyntaxError(
          path,
          `unterminated '[' at position ${position}`,
        );
      }
      if (end === inner) throw unexpected(']', inner);
      const nested = path.indexOf('[', inner);
      if (nested >= 0 && nested < end) throw unexpected('[', nested);
      segments.push(bracketSegment(path.slice(inner, end)));
      position = end + 1;
      continue;
    }
    const rest = path.slice(position);
    const length = rest.search(/[.[\]]/);
    const field = length < 0 ? rest : rest.slice(0, length);
    segments.push({ field });
    position += field.length;
  }
  return segments;
}

function bracketSegment(text: string): Segment {
  if (/^[0-9]+$/.test(text) && BigInt(text) <= MAX_UINT32) {
    return { index: Number(text) };
  }
  const quoted = /^(['"])(.*)\1$/s.exec(text);
  return { field: quoted ? quoted[2] : text };
}

/** Writes segments as a path again, the way error messages show them. */
export function formatFieldPath(segments: readonly Segment[]): string {
  const text = segments
    .map(segment => {
      if ('index' in segment) return `[${segment.index}]`;
      return segment.field === '*' || segment.field.includes('.')
        ? `[${segment.field}]`
        : `.${segment.field}`;
    })
    .join('');
  return text.replace(/^\./, '');
}
