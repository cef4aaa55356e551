import {
  parseScore,
  renderScore,
  standardEnvironment,
  type Provisioner,
  type Rendering,
  type ScoreProblem,
} from '@cairn/plugin-score-common';
import {
  scoreEnvironments,
  type EnvironmentName,
  type ScoreDraft,
} from './scoreDraft';

/** A draft, rendered for every environment. */
export interface DraftRendering {
  byEnvironment: Record<EnvironmentName, Rendering>;
  /** Of all environments, each once; those in one environment alone say so. */
  problems: PlacedProblem[];
}

/** A problem, and where it is one. */
export interface PlacedProblem extends ScoreProblem {
  /** Set when it is a problem of this environment alone. */
  environment?: EnvironmentName;
}

/** The images a pipeline would put in the place of `.`. */
function pipelineImages(text: string, owner: string): Record<string, string> {
  const { workload } = parseScore({ text });
  if (!workload) return {};
  return Object.fromEntries(
    Object.entries(workload.containers)
      .filter(([, { image }]) => image === '.')
      .map(([name]) => [
        name,
        `registry.cairn.example/${owner}/${workload.metadata.name}:0.1.0`,
      ]),
  );
}

function keyOf(problem: ScoreProblem): string {
  const { severity, file, line, column, field, message } = problem;
  return [severity, file, line, column, field, message].join('\n');
}

function allProblems(
  byEnvironment: Record<EnvironmentName, Rendering>,
): PlacedProblem[] {
  const found = new Map<
    string,
    { problem: ScoreProblem; environments: EnvironmentName[] }
  >();
  for (const environment of scoreEnvironments) {
    for (const problem of byEnvironment[environment].problems) {
      const known = found.get(keyOf(problem));
      if (known) known.environments.push(environment);
      else found.set(keyOf(problem), { problem, environments: [environment] });
    }
  }
  return [...found.values()]
    .map(({ problem, environments }) => ({
      ...problem,
      ...(environments.length === 1 &&
        problem.file === 'score.yaml' && { environment: environments[0] }),
    }))
    .sort(
      (one, other) =>
        one.severity.localeCompare(other.severity) ||
        one.file.localeCompare(other.file) ||
        one.line - other.line ||
        one.column - other.column,
    );
}

/** Renders a draft as the platform would, image references of the pipeline included. */
export function renderDraft(options: {
  draft: ScoreDraft;
  owner: string;
  provisioners: readonly Provisioner[];
}): DraftRendering {
  const { draft, owner, provisioners } = options;
  const images = pipelineImages(draft.text, owner);
  const render = (name: EnvironmentName): Rendering => {
    const overrides = draft.overrides[name];
    return renderScore({
      text: draft.text,
      environment: standardEnvironment({ name, owner }),
      owner,
      provisioners,
      images,
      ...(overrides?.trim() && { overrides }),
    });
  };
  const byEnvironment = { dev: render('dev'), prod: render('prod') };
  return { byEnvironment, problems: allProblems(byEnvironment) };
}
