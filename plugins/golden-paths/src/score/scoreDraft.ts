/** Environments workloads are rendered for. */
export const scoreEnvironments = ['dev', 'prod'] as const;

export type EnvironmentName = (typeof scoreEnvironments)[number];

/** What is edited: the workload file, and what each environment changes of its manifests. */
export interface ScoreDraft {
  text: string;
  overrides: Partial<Record<EnvironmentName, string>>;
}

/** A file of a draft. */
export type DraftFile = 'score.yaml' | `overrides/${EnvironmentName}.yaml`;

export const draftFiles: DraftFile[] = [
  'score.yaml',
  'overrides/dev.yaml',
  'overrides/prod.yaml',
];

function environmentOf(file: DraftFile): EnvironmentName | undefined {
  return scoreEnvironments.find(name => file === `overrides/${name}.yaml`);
}

/** The text of a file of a draft. */
export function readFile(draft: ScoreDraft, file: DraftFile): string {
  const environment = environmentOf(file);
  return environment ? draft.overrides[environment] ?? '' : draft.text;
}

/** The draft with another text in one of its files. */
export function writeFile(
  draft: ScoreDraft,
  file: DraftFile,
  text: string,
): ScoreDraft {
  const environment = environmentOf(file);
  return environment
    ? { ...draft, overrides: { ...draft.overrides, [environment]: text } }
    : { ...draft, text };
}

/** Whether a value from outside is a draft. */
export function isScoreDraft(value: unknown): value is ScoreDraft {
  const draft = value as Partial<ScoreDraft> | null | undefined;
  return (
    typeof draft?.text === 'string' &&
    typeof draft.overrides === 'object' &&
    draft.overrides !== null &&
    Object.entries(draft.overrides).every(
      ([name, text]) =>
        scoreEnvironments.some(known => known === name) &&
        typeof text === 'string',
    )
  );
}
