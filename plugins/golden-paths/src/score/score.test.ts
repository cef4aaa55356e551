/** @jest-environment node */
import { provisionersOf } from '@cairn/plugin-score-common';
import { manifestLines } from './manifestLines';
import { renderDraft } from './renderDraft';
import {
  isScoreDraft,
  readFile,
  writeFile,
  type ScoreDraft,
} from './scoreDraft';
import { scoreExamples } from './scoreExamples';
import { packDraft, unpackDraft } from './shareDraft';

const builtIn = provisionersOf({ xrds: [], compositions: [] }).items;

function render(draft: ScoreDraft) {
  return renderDraft({ draft, owner: 'payments', provisioners: builtIn });
}

describe('a draft', () => {
  it('survives the way through an address, and nothing else does', async () => {
    const [{ draft }] = scoreExamples;
    const packed = await packDraft(draft);
    expect(packed).toMatch(/^[-\w]+$/);
    expect(await unpackDraft(packed)).toEqual(draft);

    await expect(unpackDraft('not-a-draft')).rejects.toThrow();
    await expect(unpackDraft(packed.slice(0, -20))).rejects.toThrow();
    const large = await packDraft({ text: 'a'.repeat(300_000), overrides: {} });
    await expect(unpackDraft(large)).rejects.toThrow(/more than a draft/);
    expect(isScoreDraft({ text: '', overrides: { stage: '' } })).toBe(false);
    expect(isScoreDraft(null)).toBe(false);
  });

  it('is read and written file by file', () => {
    const draft = writeFile(
      { text: 'a', overrides: {} },
      'overrides/prod.yaml',
      'b',
    );
    expect(draft).toEqual({ text: 'a', overrides: { prod: 'b' } });
    expect(readFile(draft, 'overrides/prod.yaml')).toBe('b');
    expect(readFile(draft, 'overrides/dev.yaml')).toBe('');
    expect(readFile(writeFile(draft, 'score.yaml', 'c'), 'score.yaml')).toBe(
      'c',
    );
  });

  it.each(scoreExamples.filter(({ id }) => id !== 'service'))(
    'of the example "$title" is rendered without a problem',
    ({ draft }) => {
      const { byEnvironment, problems } = render(draft);
      expect(problems).toEqual([]);
      const titles = manifestLines(byEnvironment.prod.yaml);
      expect(titles.map(({ title }) => title)).toEqual(
        byEnvironment.prod.manifests.map(
          ({ kind, metadata }) => `${kind} ${metadata.name}`,
        ),
      );
      const lines = byEnvironment.prod.yaml.split('\n');
      for (const { line } of titles) {
        expect(lines[line - 1]).toMatch(/^apiVersion: /);
      }
    },
  );

  it('says what is wrong once, and where it is wrong in one environment alone', () => {
    // Without the platform's definitions nothing provides the database.
    const missing = render(scoreExamples[0].draft);
    expect(missing.byEnvironment.dev.manifests).toEqual([]);
    expect(missing.problems).toEqual([
      expect.objectContaining({
        severity: 'error',
        file: 'score.yaml',
        field: 'resources.db.type',
        line: expect.any(Number),
      }),
    ]);
    expect(missing.problems[0]).not.toHaveProperty('environment');

    const { draft } = scoreExamples[1];
    const latest = render({
      ...draft,
      text: draft.text.replace('mailer:1.4.2', 'mailer'),
    });
    const versions = latest.problems.filter(({ field }) =>
      field.endsWith('.image'),
    );
    expect(
      versions.map(({ severity, environment }) => [severity, environment]),
    ).toEqual([
      ['error', 'prod'],
      ['warning', 'dev'],
    ]);
  });
});
