import type { FieldPath, Position, ScoreProblem } from '../types';
import type { SourceText } from './SourceText';

/** More problems than a person reads at once are not listed. */
const MAX_PROBLEMS = 100;

/** What is said of a problem; the position comes from the path. */
export interface ProblemText {
  message: string;
  mend: string;
  severity?: ScoreProblem['severity'];
  /** Whether the field's name or its value is at fault. */
  at?: 'key' | 'value';
  /** A piece of the value, to stand exactly there. */
  piece?: string;
}

function fieldPart(part: string | number): string {
  if (typeof part === 'number') {
    return `[${part}]`;
  }
  return /^[\w-]+$/.test(part) ? `.${part}` : `["${part}"]`;
}

/** Writes a path as people read it: `containers.web.args[1]`, `containers.web.files["/etc/a"]`. */
export function fieldName(path: FieldPath): string {
  return path.map(fieldPart).join('').replace(/^\./, '');
}

/** Collects problems, each once. */
export class Problems {
  private readonly found: ScoreProblem[] = [];

  constructor(private readonly source: SourceText) {}

  add(path: FieldPath, text: ProblemText): void {
    const { at, piece, message, mend, severity = 'error' } = text;
    const position: Position =
      piece === undefined
        ? this.source.locate(path, at)
        : this.source.locateText(path, piece);
    const { file } = this.source;
    const field = fieldName(path);
    const problem = { severity, file, field, message, mend, ...position };
    const known = this.found.some(
      it => it.field === field && it.message === message,
    );
    if (!known && this.found.length < MAX_PROBLEMS) {
      this.found.push(problem);
    }
  }

  /** In the order of the file. */
  list(): ScoreProblem[] {
    return [...this.found].sort(
      (a, b) => a.line - b.line || a.column - b.column,
    );
  }

  get hasErrors(): boolean {
    return this.found.some(it => it.severity === 'error');
  }
}
