import type { GoValue } from '../../composition/go/goTypeName';
import { ArgumentError, type Functions } from './functions/functionTypes';
import { isMap, isTrue } from './goValues';
import {
  type Command,
  commandText,
  type Operand,
  operandText,
  type Pipeline,
  type Template,
  type Value,
} from './nodes';
import { TemplateError } from './TemplateError';

/** What `missingkey=` asks for. */
export type MissingKey = 'default' | 'zero' | 'error';

/** A place in a template, with what stands there. */
export type Place = { at: number; text: string };

function placeOf(operand: Operand): Place {
  return { at: operand.at, text: operandText(operand) };
}

/** Works out the values of pipelines. */
export class Evaluator {
  /** Innermost last. */
  protected variables: [string, Value][] = [];

  constructor(
    protected readonly template: Template,
    private readonly functions: Functions,
    private readonly missingKey: MissingKey,
  ) {}

  protected bind(pipeline: Pipeline, name: string, value: Value) {
    if (pipeline.assigns) this.assign(name, value);
    else this.variables.push([name, value]);
  }

  protected pipeline(pipeline: Pipeline, dot: Value, isRange = false): Value {
    let value: Value;
    let piped = false;
    for (const command of pipeline.commands) {
      value = this.command(command, dot, piped ? [value] : []);
      piped = true;
    }
    // The variables of a range are bound to its items instead.
    if (!isRange) {
      for (const name of pipeline.variables) this.bind(pipeline, name, value);
    }
    return value;
  }

  private command(command: Command, dot: Value, piped: Value[]): Value {
    const [first, ...rest] = command.words;
    if (!first) return undefined;
    if (first.is === 'nil') {
      throw this.failure(placeOf(first), 'nil is not a command');
    }
    if (first.is === 'call')
      return this.function(command, first, rest, dot, piped);
    if (rest.length || piped.length) {
      const isField = first.is === 'field' || first.is === 'chain';
      throw this.failure(
        placeOf(first),
        isField
          ? `${first.path.at(-1)} is not a method but has arguments`
          : `can't give argument to non-function ${operandText(first)}`,
      );
    }
    return this.operand(first, dot);
  }

  private operand(operand: Operand, dot: Value): Value {
    switch (operand.is) {
      case 'dot':
        return dot;
      case 'nil':
        return null;
      case 'literal':
        return operand.value;
      case 'field':
        return this.fields(operand, dot, operand.path);
      case 'variable':
        return this.fields(operand, this.variable(operand.name), operand.path);
      case 'pipeline':
        return this.pipeline(operand.pipeline, dot);
      case 'chain':
        return this.fields(
          operand,
          this.operand(operand.of, dot),
          operand.path,
        );
      default:
        return this.function(
          { at: operand.at, words: [operand] },
          operand,
          [],
          dot,
          [],
        );
    }
  }

  private fields(operand: Operand, start: Value, path: string[]): Value {
    let value = start;
    for (const name of path) {
      if (value === null) {
        throw this.failure(
          placeOf(operand),
          `nil pointer evaluating interface {}.${name}`,
        );
      }
      if (value === undefined) {
        if (this.missingKey !== 'error') return undefined;
        throw this.failure(
          placeOf(operand),
          `nil data; no entry for key ${JSON.stringify(name)}`,
        );
      }
      if (!isMap(value)) {
        throw this.failure(
          placeOf(operand),
          `can't evaluate field ${name} in type interface {}`,
        );
      }
      const next: Value = Object.hasOwn(value, name) ? value[name] : undefined;
      if (next === undefined && this.missingKey === 'error') {
        throw this.failure(
          placeOf(operand),
          `map has no entry for key ${JSON.stringify(name)}`,
        );
      }
      value = next;
    }
    return value;
  }

  private function(
    command: Command,
    operand: Extract<Operand, { is: 'call' }>,
    words: Operand[],
    dot: Value,
    piped: Value[],
  ): Value {
    const { name } = operand;
    const place = { at: command.at, text: commandText(command) };
    if (name === 'and' || name === 'or') {
      return this.shortCircuit(name, words, dot, piped);
    }
    const called = this.functions.get(name);
    if (!called)
      throw this.failure(place, `"${name}" is not a defined function`);
    const count = words.length + piped.length;
    const { least, most } = called;
    if (count < least || count > most) {
      const want = most === least ? `${least}` : `at least ${least}`;
      throw this.failure(
        { at: operand.at, text: name },
        `wrong number of args for ${name}: want ${want} got ${count}`,
      );
    }
    const given = words.map(word => this.operand(word, dot));
    const values = [...given, ...piped].map(value => value ?? null);
    try {
      return called.run(values as GoValue[]);
    } catch (error) {
      if (error instanceof TemplateError) throw error;
      if (error instanceof ArgumentError) {
        const word = words[values.indexOf(error.value)];
        throw this.failure(word ? placeOf(word) : place, error.message);
      }
      const text = error instanceof Error ? error.message : String(error);
      throw this.failure(place, `error calling ${name}: ${text}`);
    }
  }

  private shortCircuit(
    name: 'and' | 'or',
    words: Operand[],
    dot: Value,
    piped: Value[],
  ): Value {
    let value: Value;
    for (const word of words) {
      value = this.operand(word, dot);
      if (isTrue(value) === (name === 'or')) return value;
    }
    return piped.length ? piped[0] : value;
  }

  private variable(name: string): Value {
    for (let at = this.variables.length - 1; at >= 0; at -= 1) {
      const known = this.variables[at];
      if (known?.[0] === name) return known[1];
    }
    return undefined;
  }

  private assign(name: string, value: Value) {
    for (let at = this.variables.length - 1; at >= 0; at -= 1) {
      const known = this.variables[at];
      if (known?.[0] === name) {
        known[1] = value;
        return;
      }
    }
  }

  protected failure(place: Place, problem: string): TemplateError {
    const before = this.template.text.slice(0, place.at);
    const line = 1 + (before.match(/\n/g)?.length ?? 0);
    const column = place.at - (before.lastIndexOf('\n') + 1);
    return new TemplateError(
      `template: base:${line}:${column}: executing "base" at <${place.text}>: ${problem}`,
    );
  }
}
