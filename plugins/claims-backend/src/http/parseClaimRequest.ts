import type { ClaimRequest, FieldProblem } from '@cairn/plugin-claims-common';
import { ClaimInvalidError } from '../errors/ClaimInvalidError';

const TEXT_FIELDS = ['cluster', 'offering', 'namespace', 'name'] as const;
const FIELDS: ReadonlySet<string> = new Set([
  ...TEXT_FIELDS,
  'component',
  'spec',
]);
/** What Kubernetes takes as the value of a label, and the catalog as a name. */
const LABEL_VALUE = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const MAX_TEXT = 253;
const MAX_DEPTH = 20;
const MAX_NODES = 5000;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Walks a spec within bounds; the first thing that is out of bounds is the problem. */
function checkBounds(spec: Record<string, unknown>): FieldProblem | undefined {
  let nodes = 0;
  const queue: { value: unknown; path: string; depth: number }[] = [
    { value: spec, path: 'spec', depth: 0 },
  ];
  for (const { value, path, depth } of queue) {
    nodes += 1;
    if (nodes > MAX_NODES) {
      return {
        field: 'spec',
        message: `Has more than ${MAX_NODES} values.`,
      };
    }
    if (typeof value !== 'object' || value === null) {
      continue;
    }
    if (depth >= MAX_DEPTH) {
      return { field: path, message: `Is nested deeper than ${MAX_DEPTH}.` };
    }
    for (const [key, inner] of Object.entries(value)) {
      if (key === '__proto__') {
        return { field: path, message: 'Must not have a field "__proto__".' };
      }
      const inside = Array.isArray(value)
        ? `${path}[${key}]`
        : `${path}.${key}`;
      queue.push({ value: inner, path: inside, depth: depth + 1 });
    }
  }
  return undefined;
}

function checkText(field: string, value: unknown): FieldProblem | undefined {
  if (typeof value !== 'string') {
    return {
      field,
      message: value === undefined ? 'Is required.' : 'Must be text.',
    };
  }
  if (field !== 'name' && value === '') {
    return { field, message: 'Must not be empty.' };
  }
  return value.length > MAX_TEXT
    ? { field, message: `Must be at most ${MAX_TEXT} characters long.` }
    : undefined;
}

/**
 * Reads a request from a parsed body, field by field; nothing else of the body survives.
 *
 * @throws ClaimInvalidError naming each field that is unknown, missing, of the wrong type or too large.
 */
export function parseClaimRequest(body: unknown): ClaimRequest {
  if (!isRecord(body)) {
    throw new ClaimInvalidError([
      {
        field: 'body',
        message: `Must be a JSON object with the fields ${[...FIELDS].join(
          ', ',
        )}, sent as application/json.`,
      },
    ]);
  }
  const problems: FieldProblem[] = Object.keys(body)
    .filter(field => !FIELDS.has(field))
    .map(field => ({
      field,
      message: `Is not a field of a request. Known: ${[...FIELDS].join(', ')}.`,
    }));
  for (const field of TEXT_FIELDS) {
    const problem = checkText(
      field,
      Object.hasOwn(body, field) ? body[field] : undefined,
    );
    if (problem) {
      problems.push(problem);
    }
  }
  const component = Object.hasOwn(body, 'component')
    ? body.component
    : undefined;
  if (
    component !== undefined &&
    (typeof component !== 'string' || !LABEL_VALUE.test(component))
  ) {
    problems.push({
      field: 'component',
      message:
        'Must be the name of a component: letters, digits, dots, dashes and underscores, at most 63 characters.',
    });
  }
  const { spec } = body;
  if (!isRecord(spec)) {
    problems.push({
      field: 'spec',
      message: spec === undefined ? 'Is required.' : 'Must be an object.',
    });
  } else {
    const problem = checkBounds(spec);
    if (problem) {
      problems.push(problem);
    }
  }
  if (problems.length > 0) {
    throw new ClaimInvalidError(problems.slice(0, 50));
  }
  return {
    cluster: String(body.cluster),
    offering: String(body.offering),
    namespace: String(body.namespace),
    name: String(body.name),
    ...(component !== undefined && { component: String(component) }),
    spec: spec as Record<string, unknown>,
  };
}
