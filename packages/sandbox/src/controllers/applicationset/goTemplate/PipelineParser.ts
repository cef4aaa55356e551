import { lexTemplate, parseFailure, type Token } from './lexTemplate';
import type { Command, Operand, Pipeline } from './nodes';
import { readLiteral } from './readLiteral';

/** A token as messages show it. */
export function quoted(token: Token | undefined): string {
  return token ? `<${token.text}>` : 'EOF';
}

/** Reads the pipelines of a template's actions, token by token. */
export class PipelineParser {
  protected readonly tokens: Token[];
  protected readonly variables = ['$'];
  protected next = 0;

  constructor(
    protected readonly text: string,
    private readonly isFunction: (name: string) => boolean,
  ) {
    this.tokens = lexTemplate(text);
  }

  protected pipeline(context: string): Pipeline {
    this.skipSpace();
    const at = this.peek()?.at ?? 0;
    const { variables, assigns } = this.declarations(context);
    const commands: Command[] = [];
    for (;;) {
      this.skipSpace();
      const begun = this.peek();
      const command = this.command();
      if (command) commands.push(command);
      this.skipSpace();
      const token = this.peek();
      if (!command) {
        // A pipe with nothing after it is let pass, as Go does.
        if (commands.length && this.atClose()) break;
        if (token?.kind === 'pipe') {
          throw this.failure(`unexpected "|" in ${context}`);
        }
        if (this.atClose() || token?.kind === 'right') {
          throw this.failure(`missing value for ${context}`);
        }
        throw this.failure(`unexpected ${quoted(begun)} in operand`);
      }
      if (token?.kind === 'pipe') {
        this.next += 1;
        continue;
      }
      if (this.atClose() || token?.kind === 'right') break;
      throw this.failure(`unexpected ${quoted(token)} in operand`);
    }
    return { at, variables, assigns, commands };
  }

  private declarations(context: string) {
    const begun = this.next;
    const variables: string[] = [];
    for (;;) {
      this.skipSpace();
      const token = this.peek();
      if (token?.kind !== 'variable') break;
      this.next += 1;
      variables.push(token.text);
      this.skipSpace();
      const sign = this.peek();
      if (sign?.kind === 'declare' || sign?.kind === 'assign') {
        this.next += 1;
        const assigns = sign.kind === 'assign';
        if (assigns) variables.forEach(name => this.requireVariable(name));
        else this.variables.push(...variables);
        return { variables, assigns };
      }
      if (sign?.kind === 'comma' && context === 'range') {
        this.next += 1;
        continue;
      }
      break;
    }
    this.next = begun;
    return { variables: [], assigns: false };
  }

  private command(): Command | undefined {
    const at = this.peek()?.at ?? 0;
    const words: Operand[] = [];
    for (;;) {
      this.skipSpace();
      const operand = this.operand();
      if (!operand) break;
      words.push(operand);
      const token = this.peek();
      if (token?.kind !== 'space') break;
    }
    return words.length ? { at, words } : undefined;
  }

  private operand(): Operand | undefined {
    const token = this.peek();
    if (!token) return undefined;
    let operand: Operand | undefined;
    this.next += 1;
    const { at, text } = token;
    switch (token.kind) {
      case 'dot':
        operand = { is: 'dot', at };
        break;
      case 'field':
        operand = { is: 'field', at, path: [text.slice(1)] };
        break;
      case 'variable':
        this.requireVariable(text);
        operand = { is: 'variable', at, name: text, path: [] };
        break;
      case 'number':
      case 'string':
      case 'char':
        operand = {
          is: 'literal',
          at,
          text,
          value: readLiteral(token, problem => this.failure(problem)),
        };
        break;
      case 'word':
        operand = this.word(token);
        break;
      case 'left': {
        const pipeline = this.pipeline('parenthesized pipeline');
        this.skipSpace();
        this.next += 1;
        operand = { is: 'pipeline', at, pipeline };
        break;
      }
      default:
        this.next -= 1;
        return undefined;
    }
    return this.chained(operand);
  }

  private word(token: Token): Operand {
    const { at, text } = token;
    if (text === 'nil') return { is: 'nil', at };
    if (text === 'true' || text === 'false') {
      return { is: 'literal', at, text, value: text === 'true' };
    }
    if (!this.isFunction(text)) {
      throw this.failure(`function "${text}" not defined`);
    }
    return { is: 'call', at, name: text };
  }

  private chained(operand: Operand): Operand {
    const path: string[] = [];
    const at = this.peek()?.at ?? operand.at;
    for (;;) {
      const token = this.peek();
      if (token?.kind !== 'field') break;
      path.push(token.text.slice(1));
      this.next += 1;
    }
    if (!path.length) return operand;
    switch (operand.is) {
      case 'field':
        // Go counts the place of a chain from its second part.
        return { is: 'field', at, path: [...operand.path, ...path] };
      case 'variable':
        return { ...operand, at, path };
      case 'literal':
      case 'nil':
        throw this.failure(
          `unexpected . after term "${this.text.slice(operand.at, at)}"`,
        );
      default:
        return { is: 'chain', at, of: operand, path };
    }
  }

  private requireVariable(name: string) {
    if (!this.variables.includes(name)) {
      throw this.failure(`undefined variable "${name}"`);
    }
  }

  protected close(context: string) {
    this.skipSpace();
    const token = this.peek();
    if (token?.kind !== 'close') {
      throw this.failure(`unexpected ${quoted(token)} in ${context}`);
    }
    this.next += 1;
  }

  protected atClose(): boolean {
    this.skipSpace();
    return this.peek()?.kind === 'close';
  }

  protected skipSpace() {
    while (this.peek()?.kind === 'space') this.next += 1;
  }

  protected peek(): Token | undefined {
    return this.tokens[this.next];
  }

  protected failure(problem: string) {
    const token = this.tokens[Math.min(this.next, this.tokens.length - 1)];
    return parseFailure(this.text, token?.at ?? 0, problem);
  }
}
