import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import type { SchemaNode } from '../../types';
import { isObject } from '../goValue';
import { childrenOf, schemaOf, type Scope } from './rewriteRule';

/** A request is no larger than this, so no value in it is. */
const MAX_REQUEST_BYTES = 3 * 1024 * 1024;

/** What one rule may cost, `PerCallLimit`'s sibling for estimates in Kubernetes. */
const COST_LIMIT = 10_000_000;

const COMPREHENSIONS = new Set([
  'all',
  'exists',
  'exists_one',
  'filter',
  'map',
]);

const parser = new Environment({ unlistedVariablesAreDyn: true });

/** The fewest bytes a value takes in JSON. */
function minSize(schema: SchemaNode | undefined): number {
  switch (schema?.type) {
    case 'boolean':
      return 4;
    case 'string':
    case 'array':
      return 2;
    case 'object':
      return ((schema.required ?? []) as string[]).reduce((sum, name) => {
        const property = schema.properties?.[name];
        return property && property.default === undefined
          ? sum + name.length + 4 + minSize(property)
          : sum;
      }, 2);
    default:
      return 1;
  }
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** How many items a list, or entries a map, may have; 1 for all else. */
function maxCount(schema: SchemaNode | undefined): number {
  if (schema?.type === 'array') {
    return (
      numberOf(schema.maxItems) ??
      Math.floor((MAX_REQUEST_BYTES - 2) / (minSize(schema.items) + 1))
    );
  }
  if (schema?.type === 'object' && isObject(schema.additionalProperties)) {
    const held = schema.additionalProperties as SchemaNode;
    return (
      numberOf(schema.maxProperties) ??
      Math.floor((MAX_REQUEST_BYTES - 2) / (minSize(held) + 4))
    );
  }
  return 1;
}

function heldBy(schema: SchemaNode | undefined): SchemaNode | undefined {
  if (schema?.items) return schema.items;
  return isObject(schema?.additionalProperties)
    ? (schema.additionalProperties as SchemaNode)
    : undefined;
}

function costOf(node: ASTNode, scope: Scope): number {
  if (node.op === 'rcall') {
    const [name, receiver, parameters] = node.args;
    const variable = parameters[0];
    if (COMPREHENSIONS.has(name) && variable?.op === 'id') {
      const range = schemaOf(receiver, scope);
      const held = range?.items;
      const inner = held ? new Map(scope).set(variable.args, held) : scope;
      const body = parameters
        .slice(1)
        .reduce((sum, one) => sum + costOf(one, inner), 0);
      return costOf(receiver, scope) + maxCount(range) * Math.max(body, 1);
    }
  }
  return childrenOf(node).reduce((sum, one) => sum + costOf(one, scope), 0);
}

/** What a rule costs at least in the worst case: a step for each turn of its loops. */
function ruleCost(rule: string, schema: SchemaNode): number {
  try {
    const scope = new Map([
      ['self', schema],
      ['oldSelf', schema],
    ]);
    return costOf(parser.parse(rule).ast, scope);
  } catch {
    // What does not parse is told elsewhere.
    return 0;
  }
}

/** A rule that costs too much, and by how much. */
export interface CostProblem {
  /** Path of the rule below the schema it was asked for. */
  path: string;
  message: string;
}

/**
 * Finds the rules whose loops alone exceed the budget the real server has. Its
 * estimate counts every step, this one only the turns of loops, so that what
 * passes there passes here.
 */
export function expensiveRules(
  schema: SchemaNode,
  path = '',
  times = 1,
): CostProblem[] {
  const problems: CostProblem[] = [];
  const rules = schema['x-kubernetes-validations'];
  if (Array.isArray(rules)) {
    (rules as { rule?: string }[]).forEach(({ rule = '' }, index) => {
      const factor = (times * ruleCost(rule, schema)) / COST_LIMIT;
      if (factor <= 1) return;
      const by = factor > 100 ? 'more than 100' : factor.toFixed(1);
      problems.push({
        path: `${path}.x-kubernetes-validations[${index}].rule`,
        message: `estimated rule cost exceeds budget by factor of ${by}x (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)`,
      });
    });
  }
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    problems.push(
      ...expensiveRules(property, `${path}.properties[${name}]`, times),
    );
  }
  const held = heldBy(schema);
  if (held) {
    const step = schema.items ? '.items' : '.additionalProperties';
    problems.push(
      ...expensiveRules(held, path + step, times * maxCount(schema)),
    );
  }
  return problems;
}
