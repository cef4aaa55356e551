import { Evaluator, type MissingKey } from './Evaluator';
import type { Functions } from './functions/functionTypes';
import { isMap, isTrue, printed, sortedKeys } from './goValues';
import {
  type Node,
  type Pipeline,
  pipelineText,
  type Template,
  type Value,
} from './nodes';
import { TemplateError } from './TemplateError';

/** How a list of nodes ended. */
type Ended = 'break' | 'continue' | undefined;

/** A template that calls itself for ever ends here; Go allows more, but its stack is larger. */
const MAX_DEPTH = 1000;
/** More than any manifest; a template must not fill the memory. */
const MAX_OUTPUT = 4 * 1024 * 1024;

class Execution extends Evaluator {
  private output = '';
  private depth = 0;

  run(data: Value): string {
    this.variables = [['$', data]];
    this.list(this.template.nodes, data);
    return this.output;
  }

  private list(nodes: Node[], dot: Value): Ended {
    for (const node of nodes) {
      const ended = this.node(node, dot);
      if (ended) return ended;
    }
    return undefined;
  }

  private node(node: Node, dot: Value): Ended {
    switch (node.is) {
      case 'text':
        this.write(node.text);
        return undefined;
      case 'action': {
        const value = this.pipeline(node.pipeline, dot);
        if (!node.pipeline.variables.length) this.write(printed(value));
        return undefined;
      }
      case 'if':
      case 'with': {
        const known = this.variables.length;
        const value = this.pipeline(node.pipeline, dot);
        const inner = node.is === 'with' ? value : dot;
        const ended = isTrue(value)
          ? this.list(node.then, inner)
          : this.list(node.otherwise, dot);
        this.variables.length = known;
        return ended;
      }
      case 'range':
        return this.range(node, dot);
      case 'template':
        this.call(node, dot);
        return undefined;
      default:
        return node.is;
    }
  }

  private write(text: string) {
    this.output += text;
    if (this.output.length > MAX_OUTPUT) {
      throw new TemplateError('template: base: the output is too large');
    }
  }

  private range(node: Extract<Node, { is: 'range' }>, dot: Value): Ended {
    const known = this.variables.length;
    const { variables } = node.pipeline;
    const value = this.pipeline(node.pipeline, dot, true);
    const items = this.itemsOf(value, node.pipeline);
    for (const [key, item] of items) {
      const [first, second] = variables;
      if (second !== undefined) {
        this.bind(node.pipeline, first ?? '', key);
        this.bind(node.pipeline, second, item);
      } else if (first !== undefined) {
        this.bind(node.pipeline, first, item);
      }
      const mark = this.variables.length;
      const ended = this.list(node.then, item);
      this.variables.length = node.pipeline.assigns ? mark : known;
      if (ended === 'break') break;
    }
    const ended = items.length ? undefined : this.list(node.otherwise, dot);
    this.variables.length = known;
    return ended;
  }

  private itemsOf(value: Value, pipeline: Pipeline): [Value, Value][] {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) {
      return value.map((item, index) => [BigInt(index), item]);
    }
    if (isMap(value)) return sortedKeys(value).map(key => [key, value[key]]);
    if (typeof value === 'bigint' && value <= 100_000n) {
      return Array.from({ length: Math.max(Number(value), 0) }, (_, index) => [
        BigInt(index),
        BigInt(index),
      ]);
    }
    throw this.failure(
      { at: pipeline.at, text: pipelineText(pipeline) },
      `range can't iterate over ${printed(value)}`,
    );
  }

  private call(node: Extract<Node, { is: 'template' }>, dot: Value) {
    const place = { at: node.at, text: `{{template "${node.name}"}}` };
    const nodes = this.template.defined.get(node.name);
    if (!nodes) {
      throw this.failure(place, `template "${node.name}" not defined`);
    }
    if (this.depth >= MAX_DEPTH) {
      throw this.failure(place, 'exceeded maximum template depth');
    }
    const inner = node.pipeline ? this.pipeline(node.pipeline, dot) : undefined;
    const outer = this.variables;
    this.variables = [['$', inner]];
    this.depth += 1;
    this.list(nodes, inner);
    this.depth -= 1;
    this.variables = outer;
  }
}

/**
 * Carries out a template.
 *
 * @throws TemplateError with Go's words and the place in the template
 */
export function executeTemplate(
  template: Template,
  data: Value,
  options: { functions: Functions; missingKey: MissingKey },
): string {
  const { functions, missingKey } = options;
  return new Execution(template, functions, missingKey).run(data);
}
