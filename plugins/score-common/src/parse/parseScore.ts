import type { ScoreProblem } from '../types';
import { describeIssue } from './describeIssue';
import { Problems } from './Problems';
import { readYaml } from './readYaml';
import type { SourceText } from './SourceText';
import { type ScoreWorkload, workloadSchema } from './workloadSchema';

/** A workload file, read. @public */
export interface ParsedScore {
  /** Absent when the file breaks a rule. */
  workload?: ScoreWorkload;
  problems: ScoreProblem[];
}

/** What rendering needs besides: where everything stands. */
export interface ReadScore extends ParsedScore {
  source?: SourceText;
}

/** Reads a workload file and keeps the positions. */
export function readScore(text: string, file: string): ReadScore {
  const { documents, problems } = readYaml(text, file);
  if (problems.length > 0) {
    return { problems };
  }
  const whole = { severity: 'error', file, field: '', line: 1 } as const;
  if (documents.length !== 1) {
    return {
      problems: [
        {
          ...whole,
          column: 1,
          message:
            documents.length === 0
              ? 'The file is empty.'
              : 'The file holds more than one document.',
          mend: 'Describe one workload in each file.',
        },
      ],
    };
  }
  const [{ value, source }] = documents;
  const result = workloadSchema.safeParse(value);
  if (result.success) {
    return { workload: result.data, problems: [], source };
  }
  const found = new Problems(source);
  for (const issue of result.error.issues) {
    for (const { path, ...said } of describeIssue(issue, value)) {
      found.add(path, said);
    }
  }
  return { problems: found.list(), source };
}

/**
 * Reads a workload file of `score.dev/v1b1` and holds it against the published rules.
 *
 * @param options - The text of the file, and its name for the problems' sake (`score.yaml`).
 * @returns the workload, or every problem with line, column, field and mend. It never throws.
 * @public
 */
export function parseScore(options: {
  text: string;
  file?: string;
}): ParsedScore {
  const { text, file = 'score.yaml' } = options;
  const { workload, problems } = readScore(text, file);
  return { ...(workload && { workload }), problems };
}
