import { SelectorError } from './labelSelector';

/** One term of a field selector. */
export interface FieldRequirement {
  field: string;
  operator: '=' | '!=';
  value: string;
}

/** Splits on commas that are not escaped by a backslash. */
function splitTerms(text: string): string[] {
  const terms: string[] = [];
  let current = '';
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '\\' && index + 1 < text.length) {
      current += text[index] + text[++index];
    } else if (text[index] === ',') {
      terms.push(current);
      current = '';
    } else {
      current += text[index];
    }
  }
  terms.push(current);
  return terms;
}

function unescape(text: string): string {
  return text.replace(/\\([\\,=])/g, '$1');
}

/**
 * Reads a selector such as `metadata.name=a,spec.type!=b`.
 *
 * @throws SelectorError
 */
export function parseFieldSelector(text: string): FieldRequirement[] {
  const requirements: FieldRequirement[] = [];
  for (const term of splitTerms(text)) {
    if (term === '') continue;
    const match = /^((?:\\.|[^\\=!])+?)(==|!=|=)((?:\\.|[^\\=])*)$/.exec(term);
    if (!match) {
      throw new SelectorError(
        `invalid selector: '${text}'; can't understand '${term}'`,
      );
    }
    requirements.push({
      field: match[1],
      operator: match[2] === '!=' ? '!=' : '=',
      value: unescape(match[3]),
    });
  }
  return requirements;
}
