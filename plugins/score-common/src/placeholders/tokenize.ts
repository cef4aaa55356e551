/** A piece of a text with placeholders. */
export type Token =
  | { kind: 'literal'; text: string }
  | { kind: 'placeholder'; raw: string; parts: string[] };

/** `$$` is a dollar sign, `$${` leaves the braces alone; a single dollar sign stands for itself. */
const PLACEHOLDER = /\$\$|\$\{([^}]*)\}/g;

/** Splits `a.b\.c` at the dots that no backslash escapes. */
function splitParts(reference: string): string[] {
  return reference
    .split(/(?<!\\)\./)
    .map(part => part.replace(/\\\./g, '.').trim());
}

/**
 * Takes a text apart at its placeholders, as the Score implementations read them: `${a.b}` refers to
 * something, `$$` escapes.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let literal = '';
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    literal += text.slice(end, match.index);
    end = match.index + match[0].length;
    if (match[0] === '$$') {
      literal += '$';
    } else {
      tokens.push({ kind: 'literal', text: literal });
      literal = '';
      tokens.push({
        kind: 'placeholder',
        raw: match[0],
        parts: splitParts(match[1]),
      });
    }
  }
  tokens.push({ kind: 'literal', text: literal + text.slice(end) });
  return tokens.filter(it => it.kind !== 'literal' || it.text !== '');
}
