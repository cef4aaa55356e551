import type { Environment } from '@marcbachmann/cel-js';
import { compilePattern } from '../regularExpression';

function findAll(text: string, pattern: string, limit = -1): string[] {
  const matcher = compilePattern(pattern).matcher(text);
  const found: string[] = [];
  while ((limit < 0 || found.length < limit) && matcher.find()) {
    found.push(matcher.group() ?? '');
  }
  return found;
}

/** Strings and regular expressions (Go's syntax), as Kubernetes extends CEL. */
export function registerStringLibrary(environment: Environment): void {
  environment
    .registerFunction(
      'string.celMatches(string): bool',
      (text: string, pattern: string) =>
        compilePattern(pattern).matcher(text).find(),
    )
    .registerFunction(
      'string.find(string): string',
      (text: string, pattern: string) => findAll(text, pattern, 1)[0] ?? '',
    )
    .registerFunction('string.findAll(string): list<string>', findAll)
    .registerFunction(
      'string.findAll(string, int): list<string>',
      (text: string, pattern: string, limit: bigint) =>
        findAll(text, pattern, Number(limit)),
    )
    .registerFunction(
      'string.charAt(int): string',
      (text: string, position: bigint) => {
        const characters = [...text];
        if (position < 0n || position > BigInt(characters.length)) {
          throw new Error(`index out of range: ${position}`);
        }
        return characters[Number(position)] ?? '';
      },
    )
    .registerFunction(
      'string.replace(string, string): string',
      (text: string, from: string, to: string) => text.split(from).join(to),
    )
    .registerFunction(
      'string.replace(string, string, int): string',
      (text: string, from: string, to: string, limit: bigint) => {
        const parts = text.split(from);
        const times = limit < 0n ? parts.length : Number(limit);
        return parts.reduce(
          (whole, part, i) => whole + (i <= times ? to : from) + part,
        );
      },
    )
    .registerFunction('string.reverse(): string', (text: string) =>
      [...text].reverse().join(''),
    );
}
