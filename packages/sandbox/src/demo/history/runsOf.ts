import type { Random } from '../organisation/Random';
import { MINUTE, wholeSecond } from './calendar';
import type { PipelineRun } from './types';

/** The runs of the pipeline on a version: one in twenty fails and is started again. */
export function runsOf(options: {
  version: string;
  at: number;
  isUrgent: boolean;
  random: Random;
}): PipelineRun[] {
  const { version, at, isUrgent, random } = options;
  const runs: PipelineRun[] = [];
  let startedAt = wholeSecond(at + random.whole(3, 20) * 1000);
  for (let attempt = 1; ; attempt += 1) {
    const minutes = random.around(isUrgent ? 3 : 6, 0.3);
    const finishedAt = wholeSecond(startedAt + minutes * MINUTE);
    const isFlaky = attempt < 3 && !isUrgent && random.chance(0.05);
    runs.push({
      key: `r${version}`,
      version,
      startedAt,
      finishedAt,
      result: isFlaky ? 'failure' : 'success',
      attempt,
    });
    if (!isFlaky) return runs;
    startedAt = wholeSecond(finishedAt + random.around(12) * MINUTE);
  }
}
