import { diff3Merge } from 'node-diff3';

/** The sides of a conflict, as the markers name them. @public */
export interface MergeLabels {
  ours: string;
  base: string;
  theirs: string;
}

/** @public */
export interface MergedText {
  text: string;
  /** How many places somebody has to decide. */
  conflicts: number;
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

/** Lines that end, so that a marker after them begins a line of its own. */
function ended(lines: string[], newline: string): string {
  const text = lines.join('');
  return text === '' || text.endsWith('\n') ? text : `${text}${newline}`;
}

function usesCarriageReturns(text: string): boolean {
  return text.includes('\r\n') && !/(^|[^\r])\n/.test(text);
}

/**
 * Merges three versions of a text by lines, as git does with `merge.conflictStyle=diff3`. A file that
 * has been turned to Windows line ends here stays so.
 *
 * @public
 */
export function mergeText(options: {
  ours: string;
  base: string;
  theirs: string;
  labels: MergeLabels;
}): MergedText {
  const { ours, labels } = options;
  const windows = usesCarriageReturns(ours);
  const newline = windows ? '\r\n' : '\n';
  const alike = (text: string) =>
    windows ? text.replace(/\r?\n/g, '\r\n') : text;
  let conflicts = 0;
  const regions = diff3Merge(
    linesOf(ours),
    linesOf(alike(options.base)),
    linesOf(alike(options.theirs)),
    { excludeFalseConflicts: true },
  );
  const text = regions
    .map(({ ok, conflict }) => {
      if (!conflict) {
        return (ok ?? []).join('');
      }
      conflicts += 1;
      return [
        `<<<<<<< ${labels.ours}${newline}`,
        ended(conflict.a, newline),
        `||||||| ${labels.base}${newline}`,
        ended(conflict.o, newline),
        `=======${newline}`,
        ended(conflict.b, newline),
        `>>>>>>> ${labels.theirs}${newline}`,
      ].join('');
    })
    .join('');
  return { text, conflicts };
}
