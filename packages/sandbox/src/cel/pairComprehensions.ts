import type { ASTNode, Environment } from '@marcbachmann/cel-js';

/** Comprehensions over keys and values, and the ones over keys that do the same. */
const pairs: Record<string, string> = {
  all: 'all',
  exists: 'exists',
  existsOne: 'exists_one',
  transformList: 'map',
};

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value;
}

function firstPair(
  node: ASTNode,
): Extract<ASTNode, { op: 'rcall' }> | undefined {
  if (node.op === 'rcall') {
    const [name, , parameters] = node.args;
    const [key, value] = parameters;
    if (
      name in pairs &&
      parameters.length === 3 &&
      key.op === 'id' &&
      value.op === 'id'
    ) {
      return node;
    }
  }
  for (const below of [node.args].flat(3)) {
    const found = isNode(below) ? firstPair(below) : undefined;
    if (found) return found;
  }
  return undefined;
}

/**
 * Writes `map.all(k, v, …)` over values of unknown type in terms the library
 * knows. A text that cannot be parsed is left for the compiler to complain of.
 */
export function pairComprehensions(
  text: string,
  environment: Environment,
): string {
  let written = text;
  for (;;) {
    let node: ReturnType<typeof firstPair>;
    try {
      node = firstPair(environment.parse(written).ast);
    } catch {
      return text;
    }
    if (!node) return written;
    written = rewrite(written, node);
  }
}

function rewrite(
  text: string,
  node: Extract<ASTNode, { op: 'rcall' }>,
): string {
  const of = ({ range }: ASTNode) => text.slice(range.start, range.end);
  const [name, receiver, [key, value, body]] = node.args;
  const over = of(receiver);
  const bound = `cel.bind(${of(value)}, (${over})[${of(key)}], ${of(body)})`;
  return `${text.slice(0, node.range.start)}celKeys(${over}).${
    pairs[name]
  }(${of(key)}, ${bound})${text.slice(node.range.end)}`;
}
