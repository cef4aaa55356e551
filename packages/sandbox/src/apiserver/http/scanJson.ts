/** What the scanner found out about a JSON text. */
export interface ScannedJson {
  /** What is wrong with it, worded as Go's `encoding/json` does. */
  problem?: string;
  /** Paths of keys that come twice in one object, such as `metadata.name`. */
  duplicates: string[];
}

class SyntaxProblem extends Error {}

/** Deeper texts are refused anyway, and must not exhaust the stack. */
const MAX_DEPTH = 1000;

const LITERALS: Record<string, string> = {
  t: 'true',
  f: 'false',
  n: 'null',
};

/** A character as Go quotes it. */
function quoted(character: string): string {
  if (character === "'") return `'\\''`;
  if (character === '"') return `'"'`;
  // Go shows control characters beyond ASCII by their number, too.
  if (/[\u007f-\u009f]/.test(character)) {
    return `'\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}'`;
  }
  return `'${JSON.stringify(character).slice(1, -1)}'`;
}

class Scanner {
  readonly duplicates: string[] = [];
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  scan(): void {
    this.value('');
    this.space();
    if (this.at < this.text.length) this.fail('after top-level value');
  }

  private fail(where: string): never {
    const character = this.text[this.at];
    throw new SyntaxProblem(
      character === undefined
        ? 'unexpected end of JSON input'
        : `invalid character ${quoted(character)} ${where}`,
    );
  }

  private space(): void {
    while (/[ \t\r\n]/.test(this.text[this.at] ?? '')) this.at++;
  }

  private value(path: string): void {
    if (++this.depth > MAX_DEPTH) throw new SyntaxProblem('exceeded max depth');
    this.space();
    const character = this.text[this.at] ?? '';
    if (character === '{') this.object(path);
    else if (character === '[') this.array(path);
    else if (character === '"') this.string();
    else if (/[-0-9]/.test(character)) this.number();
    else if (character in LITERALS) this.literal(LITERALS[character]);
    else this.fail('looking for beginning of value');
    this.depth--;
  }

  private object(path: string): void {
    const seen = new Set<string>();
    const told = new Set<string>();
    this.at++;
    this.space();
    if (this.text[this.at] === '}') {
      this.at++;
      return;
    }
    for (;;) {
      this.space();
      if (this.text[this.at] !== '"') {
        this.fail('looking for beginning of object key string');
      }
      const key = this.string();
      const place = path ? `${path}.${key}` : key;
      if (seen.has(key) && !told.has(key)) {
        this.duplicates.push(place);
        told.add(key);
      }
      seen.add(key);
      this.space();
      if (this.text[this.at] !== ':') this.fail('after object key');
      this.at++;
      this.value(place);
      this.space();
      if (this.text[this.at] === '}') break;
      if (this.text[this.at] !== ',') this.fail('after object key:value pair');
      this.at++;
    }
    this.at++;
  }

  private array(path: string): void {
    this.at++;
    this.space();
    if (this.text[this.at] === ']') {
      this.at++;
      return;
    }
    for (let index = 0; ; index++) {
      this.value(`${path}[${index}]`);
      this.space();
      if (this.text[this.at] === ']') break;
      if (this.text[this.at] !== ',') this.fail('after array element');
      this.at++;
    }
    this.at++;
  }

  private string(): string {
    const start = this.at++;
    for (;;) {
      const character = this.text[this.at];
      if (character === undefined || character < ' ') {
        this.fail('in string literal');
      }
      this.at++;
      if (character === '"') break;
      if (character === '\\') this.escape();
    }
    return JSON.parse(this.text.slice(start, this.at)) as string;
  }

  private escape(): void {
    if (!/["\\/bfnrtu]/.test(this.text[this.at] ?? '')) {
      this.fail('in string escape code');
    }
    if (this.text[this.at++] !== 'u') return;
    for (let digit = 0; digit < 4; digit++) {
      if (!/[0-9a-fA-F]/.test(this.text[this.at] ?? '')) {
        this.fail('in \\u hexadecimal character escape');
      }
      this.at++;
    }
  }

  private number(): void {
    if (this.text[this.at] === '-') this.at++;
    if (this.text[this.at] === '0') this.at++;
    else this.digits('in numeric literal');
    if (this.text[this.at] === '.') {
      this.at++;
      this.digits('after decimal point in numeric literal');
    }
    if (/[eE]/.test(this.text[this.at] ?? '')) {
      this.at++;
      if (/[-+]/.test(this.text[this.at] ?? '')) this.at++;
      this.digits('in exponent of numeric literal');
    }
  }

  private digits(where: string): void {
    if (!/\d/.test(this.text[this.at] ?? '')) this.fail(where);
    while (/\d/.test(this.text[this.at] ?? '')) this.at++;
  }

  private literal(word: string): void {
    for (const expected of word) {
      if (this.text[this.at] !== expected) {
        this.fail(`in literal ${word} (expecting ${quoted(expected)})`);
      }
      this.at++;
    }
  }
}

/**
 * Reads a JSON text for what `JSON.parse` does not tell: the problem in the
 * words of the real server, and keys that come twice.
 */
export function scanJson(text: string): ScannedJson {
  const scanner = new Scanner(text);
  try {
    scanner.scan();
    return { duplicates: scanner.duplicates };
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    return { problem: error.message, duplicates: [] };
  }
}
