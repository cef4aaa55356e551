import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const folder = join(__dirname, '__fixtures__');
const listSchema = z.record(
  z.string(),
  z.strictObject({
    recorded: z.number(),
    replayedElsewhere: z.array(z.string()).default([]),
    notReplayed: z.array(
      z.strictObject({ step: z.string(), reason: z.string().min(9) }),
    ),
  }),
);
const list = listSchema.parse(
  parse(readFileSync(join(folder, 'notReplayed.yaml'), 'utf8')),
);

/** Steps of a recording that the lifecycle tests go through. */
function replayed(recording: string): string[] {
  const files = [recording, `${recording}-revisions`]
    .map(name => join(folder, 'lifecycles', `${name}.yaml`))
    .filter(existsSync);
  return files.flatMap(file => {
    const { steps } = parse(readFileSync(file, 'utf8')) as {
      steps: { step: string }[];
    };
    return steps.map(it => it.step);
  });
}

describe('every recorded step is replayed, or listed with its reason', () => {
  it.each(Object.entries(list))(
    '%s',
    (recording, { recorded, replayedElsewhere, notReplayed }) => {
      const steps = [
        ...replayed(recording),
        ...replayedElsewhere,
        ...notReplayed.map(it => it.step),
      ];
      expect(new Set(steps).size).toBe(steps.length);
      expect(steps).toHaveLength(recorded);
    },
  );
});
