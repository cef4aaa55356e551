import type { GoValue } from '../../composition/go/goTypeName';

/** A value inside a template. `undefined` is Go's zero reflect.Value: a key that is not there. */
export type Value = GoValue | undefined;

/** Something that has a value: an operand or a whole pipeline in brackets. `at` is its offset in the text. */
export type Operand = { at: number } & (
  | { is: 'dot' }
  | { is: 'nil' }
  | { is: 'literal'; value: GoValue; text: string }
  | { is: 'field'; path: string[] }
  | { is: 'variable'; name: string; path: string[] }
  | { is: 'call'; name: string }
  | { is: 'pipeline'; pipeline: Pipeline }
  | { is: 'chain'; of: Operand; path: string[] }
);

/** A command: a function with its arguments, or a lone value. */
export type Command = { at: number; words: Operand[] };

/** Commands joined by `|`, with the variables it declares or assigns. */
export type Pipeline = {
  at: number;
  variables: string[];
  assigns: boolean;
  commands: Command[];
};

/** One piece of a template. */
export type Node =
  | { is: 'text'; text: string }
  | { is: 'action'; pipeline: Pipeline }
  | { is: 'if' | 'with'; pipeline: Pipeline; then: Node[]; otherwise: Node[] }
  | { is: 'range'; pipeline: Pipeline; then: Node[]; otherwise: Node[] }
  | { is: 'template'; name: string; at: number; pipeline?: Pipeline }
  | { is: 'break' }
  | { is: 'continue' };

/** A read template with the ones it defines. */
export type Template = {
  text: string;
  nodes: Node[];
  defined: Map<string, Node[]>;
};

const dotted = (path: string[]) => path.map(name => `.${name}`).join('');

/** An operand as Go writes it back in messages. */
export function operandText(operand: Operand): string {
  switch (operand.is) {
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'literal':
      return operand.text;
    case 'field':
      return dotted(operand.path);
    case 'variable':
      return operand.name + dotted(operand.path);
    case 'call':
      return operand.name;
    case 'pipeline':
      return `(${pipelineText(operand.pipeline)})`;
    default:
      return operandText(operand.of) + dotted(operand.path);
  }
}

/** A command as Go writes it back in messages. */
export function commandText(command: Command): string {
  return command.words.map(operandText).join(' ');
}

/** A pipeline as Go writes it back in messages. */
export function pipelineText(pipeline: Pipeline): string {
  const { variables, assigns, commands } = pipeline;
  const head = variables.length
    ? `${variables.join(', ')} ${assigns ? '=' : ':='} `
    : '';
  return head + commands.map(commandText).join(' | ');
}
