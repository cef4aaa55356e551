import { diffManifests, renderScore } from '@cairn/plugin-score-common';
import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { CommandFailure, FINE, FOUND } from '../io/exitCodes';
import type { Terminal } from '../io/Terminal';
import { readScoreInput, type ScoreOptions } from './scoreInput';
import { writeProblems } from './writeProblems';

/** Options of `cairn score diff`. */
export interface DiffOptions extends Omit<ScoreOptions, 'environment'> {
  from: string;
  to: string;
  json?: boolean;
}

function text(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

/** `cairn score diff` */
export async function diffScore(
  terminal: Terminal,
  file: string,
  options: DiffOptions,
): Promise<number> {
  const input = await readScoreInput(terminal, file, options);
  const render = (name: string): KubernetesObject[] | undefined => {
    const environment = input.platform.environments.find(
      it => it.name === name,
    );
    if (!environment) {
      throw new CommandFailure(
        `There is no environment ${name}. Choose one of: ${input.platform.environments
          .map(it => it.name)
          .join(', ')}.`,
      );
    }
    const { owner, component, provisioners, images } = input.platform;
    const overrides = input.overrides[name];
    const { manifests, problems } = renderScore({
      text: input.score,
      file: input.scoreFile ?? file,
      environment,
      owner,
      provisioners,
      ...(component && { component }),
      ...(images && { images }),
      ...(input.files && { files: input.files }),
      ...(overrides !== undefined && { overrides }),
    });
    return writeProblems(terminal, problems).errors > 0 ? undefined : manifests;
  };
  const before = render(options.from);
  const after = render(options.to);
  if (!before || !after) {
    return FOUND;
  }
  const diff = diffManifests(before, after);
  if (options.json) {
    terminal.out(JSON.stringify(diff, undefined, 2));
    return FINE;
  }
  for (const { kind, name } of diff.removed) {
    terminal.out(`- ${kind} ${name}`);
  }
  for (const { kind, name } of diff.added) {
    terminal.out(`+ ${kind} ${name}`);
  }
  for (const { ref, fields } of diff.changed) {
    terminal.out(`~ ${ref.kind} ${ref.name}`);
    for (const field of fields) {
      terminal.out(
        `    ${field.path}: ${text(field.before)} -> ${text(field.after)}`,
      );
    }
  }
  return FINE;
}
