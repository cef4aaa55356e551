import type { ArgoParts } from '../ArgoParts';
import { sourcesOf } from '../applicationSources';
import { matchesGlob } from '../glob';
import type { Application, ApplicationCondition, AppProject } from '../types';
import { destinationProblem, specProblems } from './permissions';

/** An Application's project, or why it has none, or what of the spec it forbids. */
export type ProjectCheck = {
  project?: AppProject;
  conditions: ApplicationCondition[];
};

/** Finds the project of an Application and holds the spec against it. */
export function checkProject(
  parts: Pick<ArgoParts, 'namespace' | 'projects'>,
  app: Application,
): ProjectCheck {
  const name = app.spec.project || 'default';
  const invalid = (message: string) => ({ type: 'InvalidSpecError', message });
  const project = parts.projects.get({ namespace: parts.namespace, name });
  if (!project) {
    return {
      conditions: [
        invalid(`Application referencing project ${name} which does not exist`),
      ],
    };
  }
  const { namespace = '' } = app.metadata;
  if (namespace !== parts.namespace) {
    const permitted = (project.spec.sourceNamespaces ?? []).some(pattern =>
      matchesGlob(pattern, namespace),
    );
    if (!permitted) {
      return {
        conditions: [
          {
            type: 'UnknownError',
            message: `application '${app.metadata.name}' in namespace '${namespace}' is not permitted to use project '${name}'`,
          },
        ],
      };
    }
  }
  const unknown = destinationProblem(app.spec.destination);
  const missing = sourcesOf(app).some(
    it => !it.repoURL || !(it.path || it.chart || it.ref),
  );
  const problems = [
    ...(missing || sourcesOf(app).length === 0
      ? [
          'spec.source.repoURL and either spec.source.path or spec.source.chart are required',
        ]
      : []),
    ...(unknown ? [unknown] : specProblems(app, project)),
  ];
  return { project, conditions: problems.map(invalid) };
}
