import { TemplateError } from './TemplateError';

/** A piece of an action, with its offset in the text. */
export type Token = {
  kind:
    | 'text'
    | 'open'
    | 'close'
    | 'space'
    | 'field'
    | 'variable'
    | 'word'
    | 'number'
    | 'string'
    | 'char'
    | 'dot'
    | 'pipe'
    | 'declare'
    | 'assign'
    | 'comma'
    | 'left'
    | 'right';
  text: string;
  at: number;
};

const PATTERNS: [Token['kind'], RegExp][] = [
  ['space', /[ \t\r\n]+/y],
  ['field', /\.[\p{L}_][\p{L}\p{Nd}_]*/uy],
  ['variable', /\$[\p{L}\p{Nd}_]*/uy],
  [
    'number',
    /[+-]?(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(\d[\d_]*(\.\d*)?|\.\d+)([eE][+-]?\d+)?)/y,
  ],
  ['word', /[\p{L}_][\p{L}\p{Nd}_]*/uy],
  ['string', /"(?:\\.|[^"\\\n])*"|`[^`]*`/y],
  ['char', /'(?:\\.[^']*|[^'\\\n])'/y],
  ['dot', /\./y],
  ['declare', /:=/y],
  ['assign', /=/y],
  ['pipe', /\|/y],
  ['comma', /,/y],
  ['left', /\(/y],
  ['right', /\)/y],
];

const COMMENT = /\/\*[\s\S]*?\*\//y;

/** The error of a template that does not parse; the name `base` is the one Argo CD gives. */
export function parseFailure(text: string, at: number, problem: string) {
  const line = 1 + (text.slice(0, at).match(/\n/g)?.length ?? 0);
  return new TemplateError(`template: base:${line}: ${problem}`);
}

/**
 * Cuts a template into texts and the tokens of its actions. White space that
 * `{{-` and `-}}` take away is gone already, and so are comments.
 *
 * @throws TemplateError with Go's words
 */
export function lexTemplate(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let trimNext = false;
  for (;;) {
    const open = text.indexOf('{{', at);
    let plain = open < 0 ? text.slice(at) : text.slice(at, open);
    const trims = open >= 0 && /^-[ \t\r\n]/.test(text.slice(open + 2));
    if (trimNext) plain = plain.replace(/^[ \t\r\n]+/, '');
    if (trims) plain = plain.replace(/[ \t\r\n]+$/, '');
    if (plain) tokens.push({ kind: 'text', text: plain, at });
    if (open < 0) return tokens;
    at = open + 2 + (trims ? 1 : 0);
    const action = lexAction(text, open, at);
    tokens.push(...action.tokens);
    at = action.end;
    trimNext = action.trims;
  }
}

function lexAction(text: string, open: number, start: number) {
  let at = start;
  const comment = skipComment(text, at);
  if (comment) return { tokens: [], ...comment };
  const tokens: Token[] = [{ kind: 'open', text: '{{', at: open }];
  let depth = 0;
  for (;;) {
    const close = /^(?:[ \t\r\n]-)?\}\}/.exec(text.slice(at));
    if (close) {
      if (depth > 0) throw parseFailure(text, at, 'unclosed left paren');
      tokens.push({ kind: 'close', text: '}}', at });
      const trims = close[0].length > 2;
      return { tokens, end: at + close[0].length, trims };
    }
    if (at >= text.length) throw parseFailure(text, open, 'unclosed action');
    const token = nextToken(text, at);
    if (token.kind === 'left') depth += 1;
    if (token.kind === 'right') depth -= 1;
    if (depth < 0) {
      throw parseFailure(text, at, 'unexpected right paren');
    }
    tokens.push(token);
    at += token.text.length;
  }
}

function skipComment(text: string, start: number) {
  const at = start + (/^[ \t\r\n]*/.exec(text.slice(start))?.[0].length ?? 0);
  if (!text.startsWith('/*', at)) return undefined;
  COMMENT.lastIndex = at;
  const comment = COMMENT.exec(text);
  if (!comment) throw parseFailure(text, at, 'unclosed comment');
  const after = at + comment[0].length;
  const close = /^[ \t\r\n]*(-?)\}\}/.exec(text.slice(after));
  if (!close) {
    throw parseFailure(text, at, 'comment ends before closing delimiter');
  }
  return { end: after + close[0].length, trims: close[1] === '-' };
}

function nextToken(text: string, at: number): Token {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return { kind, text: match[0], at };
  }
  const rune = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (rune === '"') throw parseFailure(text, at, 'unterminated quoted string');
  if (rune === '`') {
    throw parseFailure(text, at, 'unterminated raw quoted string');
  }
  if (rune === ':') throw parseFailure(text, at, 'expected :=');
  if (/^[\x21-\x7e]$/.test(rune)) {
    throw parseFailure(text, at, `unexpected "${rune}" in operand`);
  }
  const code = (rune.codePointAt(0) ?? 0).toString(16).toUpperCase();
  throw parseFailure(
    text,
    at,
    `unrecognized character in action: U+${code.padStart(4, '0')} '${rune}'`,
  );
}
