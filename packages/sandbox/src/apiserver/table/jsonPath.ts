type Step =
  | { kind: 'field'; name: string }
  | { kind: 'index'; index: number }
  | { kind: 'wildcard' }
  | { kind: 'filter'; path: Step[]; operator: string; value: unknown };

const compiled = new Map<string, Step[] | undefined>();

/**
 * Evaluates the part of Kubernetes' JSON path that printer columns use:
 * fields, `['quoted']` fields, indexes, `[*]` and `[?(@.type=="Ready")]`.
 *
 * @returns all matches; none for a path that cannot be read
 */
export function evaluateJsonPath(path: string, root: unknown): unknown[] {
  if (!compiled.has(path)) compiled.set(path, parse(path));
  const steps = compiled.get(path);
  return steps ? walk(steps, [root]) : [];
}

function parse(path: string): Step[] | undefined {
  let text = path.trim();
  if (text.startsWith('{') && text.endsWith('}')) text = text.slice(1, -1);
  if (text.startsWith('$')) text = text.slice(1);
  const steps: Step[] = [];
  while (text.length > 0) {
    const token = readToken(text);
    if (!token) return undefined;
    steps.push(token.step);
    text = text.slice(token.length);
  }
  return steps;
}

/** What a step may look like, and what it then means. */
const TOKENS: [
  pattern: RegExp,
  toStep: (match: RegExpExecArray) => Step | undefined,
][] = [
  [
    /^\.([^.[\]\\]|\\.)+/,
    match => {
      const name = match[0].slice(1).replace(/\\(.)/g, '$1');
      return name === '*' ? { kind: 'wildcard' } : { kind: 'field', name };
    },
  ],
  [/^\.?\[\*\]/, () => ({ kind: 'wildcard' })],
  [/^\.?\[(-?\d+)\]/, match => ({ kind: 'index', index: Number(match[1]) })],
  [/^\.?\[(['"])(.*?)\1\]/, match => ({ kind: 'field', name: match[2] })],
  [
    /^\.?\[\?\(\s*@((?:\.[^\s=!<>\])]+|\[['"][^\]]*\])*)\s*(==|!=|<=|>=|<|>)?\s*(.*?)\s*\)\]/,
    match => {
      const path = parse(match[1]);
      return (
        path && {
          kind: 'filter',
          path,
          operator: match[2] ?? 'exists',
          value: literal(match[3]),
        }
      );
    },
  ],
];

function readToken(text: string): { step: Step; length: number } | undefined {
  for (const [pattern, toStep] of TOKENS) {
    const match = pattern.exec(text);
    if (match) {
      const step = toStep(match);
      return step && { step, length: match[0].length };
    }
  }
  return undefined;
}

function literal(text: string): unknown {
  const quoted = /^(['"])(.*)\1$/.exec(text);
  if (quoted) return quoted[2];
  if (text === 'true' || text === 'false') return text === 'true';
  return text !== '' && !Number.isNaN(Number(text)) ? Number(text) : text;
}

function walk(steps: Step[], start: unknown[]): unknown[] {
  let values = start;
  for (const step of steps) {
    values = values.flatMap(value => take(step, value));
  }
  return values;
}

function take(step: Step, value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  switch (step.kind) {
    case 'field': {
      if (Array.isArray(value)) return [];
      const fields = value as Record<string, unknown>;
      return Object.hasOwn(fields, step.name) ? [fields[step.name]] : [];
    }
    case 'index': {
      if (!Array.isArray(value)) return [];
      const item: unknown = value.at(step.index);
      return item === undefined ? [] : [item];
    }
    case 'wildcard':
      return Array.isArray(value) ? value : Object.values(value);
    default: {
      const items: unknown[] = Array.isArray(value)
        ? value
        : Object.values(value);
      return items.filter(item => passes(step, item));
    }
  }
}

function passes(
  step: Extract<Step, { kind: 'filter' }>,
  item: unknown,
): boolean {
  const found = walk(step.path, [item]);
  if (step.operator === 'exists') return found.length > 0;
  return found.some(actual => {
    switch (step.operator) {
      case '==':
        return actual === step.value;
      case '!=':
        return actual !== step.value;
      case '<':
        return Number(actual) < Number(step.value);
      case '>':
        return Number(actual) > Number(step.value);
      case '<=':
        return Number(actual) <= Number(step.value);
      default:
        return Number(actual) >= Number(step.value);
    }
  });
}
