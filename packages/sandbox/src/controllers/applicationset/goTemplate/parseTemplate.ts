import type { Node, Template } from './nodes';
import { PipelineParser, quoted } from './PipelineParser';
import { readLiteral } from './readLiteral';

const KEYWORDS = [
  'if',
  'else',
  'end',
  'range',
  'with',
  'define',
  'template',
  'block',
  'break',
  'continue',
];

/** How a list of nodes ended. */
type End = 'end' | 'else' | 'text';

class Parser extends PipelineParser {
  private readonly defined = new Map<string, Node[]>();
  private ranges = 0;

  parse(): Template {
    const { nodes, ended } = this.list();
    if (ended !== 'text') throw this.failure(`unexpected {{${ended}}}`);
    return { text: this.text, nodes, defined: this.defined };
  }

  private list(): { nodes: Node[]; ended: End } {
    const nodes: Node[] = [];
    for (;;) {
      const token = this.tokens[this.next];
      if (!token) return { nodes, ended: 'text' };
      this.next += 1;
      if (token.kind === 'text') {
        nodes.push({ is: 'text', text: token.text });
        continue;
      }
      this.skipSpace();
      const word = this.peek();
      const keyword =
        word?.kind === 'word' && KEYWORDS.includes(word.text) ? word.text : '';
      if (keyword) this.next += 1;
      if (keyword === 'end') {
        this.close('end');
        return { nodes, ended: 'end' };
      }
      // What follows `else` (nothing, `if` or `with`) is for the caller.
      if (keyword === 'else') return { nodes, ended: 'else' };
      const node = this.action(keyword, word?.at ?? token.at);
      if (node) nodes.push(node);
    }
  }

  private action(keyword: string, at: number): Node | undefined {
    switch (keyword) {
      case 'if':
      case 'with':
      case 'range':
        return this.control(keyword);
      case 'define':
      case 'block':
        return this.definition(keyword, at);
      case 'template': {
        this.skipSpace();
        const nameAt = this.peek()?.at ?? at;
        const name = this.templateName(keyword);
        const pipeline = this.atClose() ? undefined : this.pipeline('template');
        this.close(keyword);
        return { is: 'template', name, at: nameAt, pipeline };
      }
      case 'break':
      case 'continue':
        if (!this.ranges)
          throw this.failure(`{{${keyword}}} outside {{range}}`);
        this.close(keyword);
        return { is: keyword };
      default: {
        const pipeline = this.pipeline('command');
        this.close('command');
        return { is: 'action', pipeline };
      }
    }
  }

  private control(is: 'if' | 'with' | 'range'): Node {
    const known = this.variables.length;
    const pipeline = this.pipeline(is);
    this.close(is);
    if (is === 'range') this.ranges += 1;
    const then = this.list();
    if (is === 'range') this.ranges -= 1;
    let otherwise: Node[] = [];
    if (then.ended === 'else') {
      this.skipSpace();
      const word = this.peek();
      const chained =
        word?.kind === 'word' && word.text === is && is !== 'range';
      if (chained) {
        this.next += 1;
        // `{{else if}}` shares the one `{{end}}`.
        otherwise = [this.control(is)];
      } else {
        this.close('else');
        const rest = this.list();
        if (rest.ended === 'else') {
          throw this.failure('expected end; found {{else}}');
        }
        if (rest.ended === 'text') throw this.failure('unexpected EOF');
        otherwise = rest.nodes;
      }
    } else if (then.ended === 'text') {
      throw this.failure('unexpected EOF');
    }
    this.variables.length = known;
    return { is, pipeline, then: then.nodes, otherwise };
  }

  private definition(keyword: 'define' | 'block', at: number) {
    const name = this.templateName(keyword);
    const pipeline = keyword === 'block' ? this.pipeline(keyword) : undefined;
    this.close(keyword);
    const { nodes, ended } = this.list();
    if (ended !== 'end') throw this.failure('unexpected EOF');
    this.defined.set(name, nodes);
    return pipeline && { is: 'template' as const, name, at, pipeline };
  }

  private templateName(keyword: string): string {
    this.skipSpace();
    const token = this.peek();
    if (token?.kind !== 'string') {
      throw this.failure(
        `unexpected ${quoted(token)} in ${
          keyword === 'template' ? 'template clause' : `${keyword} clause`
        }`,
      );
    }
    this.next += 1;
    return String(readLiteral(token, () => this.failure('bad string')));
  }
}

/**
 * Reads a Go template (text/template).
 *
 * @param isFunction - whether a name can be called
 * @throws TemplateError with Go's words
 */
export function parseTemplate(
  text: string,
  isFunction: (name: string) => boolean,
): Template {
  return new Parser(text, isFunction).parse();
}
