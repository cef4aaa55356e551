import type { ParseResult } from '@marcbachmann/cel-js';
import type { KubeObject, SchemaNode, StatusCause } from '../../types';
import {
  type Correlated,
  correlateItem,
  correlateProperty,
} from '../correlate';
import { child, index, key } from '../fieldPath';
import { isObject, jsonEqual } from '../goValue';
import { CelTypes } from './CelTypes';
import { type CompiledRule, evaluateRules } from './evaluateRules';
import {
  type ValidationRule,
  RuleError,
  compileExpression,
} from './compileRule';

/** The rules of a whole schema, ready to be evaluated. */
export interface CompiledRules {
  evaluate(object: KubeObject, oldObject?: KubeObject): StatusCause[];
  /** Rules that do not compile, by their place in the schema. */
  errors: RuleProblem[];
}

/** A rule that does not compile. */
export interface RuleProblem {
  /** Below the schema, such as `.properties[spec].x-kubernetes-validations[0].rule`. */
  path: string;
  rule: ValidationRule;
  part: 'rule' | 'messageExpression';
  message: string;
}

/** The rules of a node and of all below. */
interface RuleNode {
  schema: SchemaNode;
  rules: CompiledRule[];
  convert: (value: unknown) => unknown;
  properties: Map<string, RuleNode>;
  additional?: RuleNode;
  items?: RuleNode;
}

/** Compiles all `x-kubernetes-validations`; `undefined` if there are none. */
export function compileRules(schema: SchemaNode): CompiledRules | undefined {
  const errors: RuleProblem[] = [];
  const types = new CelTypes();
  types.declare(schema, true);
  const root = compileNode(schema, types, '', errors, true);
  if (!root && errors.length === 0) return undefined;
  return {
    errors,
    evaluate(object, oldObject) {
      const value = { ...object } as Record<string, unknown>;
      return root
        ? visit(
            root,
            { schema, value, old: oldObject, hadOld: oldObject !== undefined },
            '',
          )
        : [];
    },
  };
}

function compileNode(
  schema: SchemaNode,
  types: CelTypes,
  path: string,
  errors: RuleProblem[],
  wholeObject = false,
): RuleNode | undefined {
  const rules = compileOwn(schema, types, path, errors, wholeObject);
  const properties = new Map<string, RuleNode>();
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const node = compileNode(
      property,
      types,
      `${path}.properties[${name}]`,
      errors,
    );
    if (node) properties.set(name, node);
  }
  const additional = isObject(schema.additionalProperties)
    ? compileNode(
        schema.additionalProperties as SchemaNode,
        types,
        `${path}.additionalProperties`,
        errors,
      )
    : undefined;
  const items =
    schema.items && compileNode(schema.items, types, `${path}.items`, errors);
  if (!rules.length && !properties.size && !additional && !items) {
    return undefined;
  }
  const convert = rules.length
    ? types.of(schema, wholeObject)?.convert
    : undefined;
  return {
    schema,
    rules,
    convert: convert ?? (value => value),
    properties,
    additional,
    items,
  };
}

function compileOwn(
  schema: SchemaNode,
  types: CelTypes,
  path: string,
  errors: RuleProblem[],
  wholeObject: boolean,
): CompiledRule[] {
  const written = schema['x-kubernetes-validations'];
  if (!Array.isArray(written) || written.length === 0) return [];
  const type = types.of(schema, wholeObject);
  const compiled: CompiledRule[] = [];
  (written as ValidationRule[]).forEach((rule, i) => {
    const fail = (part: 'rule' | 'messageExpression', message: string) =>
      errors.push({
        path: `${path}.x-kubernetes-validations[${i}].${part}`,
        rule,
        part,
        message,
      });
    const attempt = (
      part: 'rule' | 'messageExpression',
      text: string,
    ): ParseResult | undefined => {
      if (!type) {
        fail(part, 'rules cannot look at a value without a type');
        return undefined;
      }
      const environment = types.environment
        .clone()
        .registerVariable('self', type.name)
        .registerVariable(
          'oldSelf',
          rule.optionalOldSelf ? `optional<${type.name}>` : type.name,
        );
      try {
        return compileExpression(
          text,
          part === 'rule' ? 'bool' : 'string',
          environment,
          schema,
        );
      } catch (error) {
        if (!(error instanceof RuleError)) throw error;
        fail(part, error.message);
        return undefined;
      }
    };
    const run = attempt('rule', rule.rule);
    const message = rule.messageExpression
      ? attempt('messageExpression', rule.messageExpression)
      : undefined;
    if (run) {
      compiled.push({
        rule,
        run,
        message,
        usesOldSelf: /\boldSelf\b/.test(rule.rule),
      });
    }
  });
  return compiled;
}

/** Goes through a value; what stands in an unchanged whole is unchanged too. */
function visit(
  node: RuleNode,
  here: Correlated,
  path: string,
  wholeUnchanged = false,
): StatusCause[] {
  if (here.value === null || here.value === undefined) return [];
  const unchanged = here.hadOld
    ? jsonEqual(here.value, here.old)
    : wholeUnchanged;
  const causes = evaluateRules(node, here, path, unchanged);
  if (Array.isArray(here.value)) {
    const { items } = node;
    if (!items) return causes;
    here.value.forEach((_item, i) => {
      const next = correlateItem(here, i);
      if (next) causes.push(...visit(items, next, index(path, i), unchanged));
    });
    return causes;
  }
  if (!isObject(here.value)) return causes;
  for (const name of Object.keys(here.value)) {
    const declared = Object.hasOwn(node.schema.properties ?? {}, name);
    const below = declared ? node.properties.get(name) : node.additional;
    const next = below && correlateProperty(here, name);
    if (below && next) {
      causes.push(
        ...visit(
          below,
          next,
          declared ? child(path, name) : key(path, name),
          unchanged,
        ),
      );
    }
  }
  return causes;
}
