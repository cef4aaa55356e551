import {
  artifactOf,
  deployedBy,
  packageNameOf,
  repositoryOf,
  resolveComponent,
  resolveEnvironment,
  TOLD_BY_ANOTHER,
  type Directory,
  type Translation,
} from '@cairn/plugin-dora-node';
import type { CdEvent } from './schemas';

const SOURCE = 'cdevents';
const TYPE = /^dev\.cdevents\.(?<subject>[a-z]+)\.(?<predicate>[a-z]+)\./;

type Outcome = {
  result: 'succeeded' | 'failed';
  reachedProduction?: boolean;
  declaredKind?: 'rollback';
};

function translateDeployment(
  { context, subject }: CdEvent,
  outcome: Outcome,
  directory: Directory,
): Translation {
  const { environment: where, artifactId } = subject.content;
  if (!where) {
    return {
      facts: [],
      unmatched: [
        {
          reason: 'unknown_environment',
          subject: subject.id,
          detail: 'The event does not say in which environment it happened.',
          mend: 'Send subject.content.environment.id.',
        },
      ],
    };
  }
  const isService = context.type.includes('.service.');
  const component = resolveComponent(
    [
      ...(isService ? [subject.id] : []),
      packageNameOf(artifactId ?? '') ?? '',
      ...(isService ? [] : [subject.id]),
    ],
    directory,
  );
  const environment = resolveEnvironment(where.id, directory);
  if (component.problem) return { facts: [], unmatched: [component.problem] };
  if (environment.problem) {
    return { facts: [], unmatched: [environment.problem] };
  }
  if (deployedBy(SOURCE, [component.found]).length === 0) {
    return { facts: [], ignored: TOLD_BY_ANOTHER };
  }
  return {
    facts: [
      {
        type: 'deployment',
        source: SOURCE,
        at: context.timestamp,
        // What makes a CloudEvent one of its kind.
        externalId: `${context.source}#${context.id}`,
        component: component.found.definition.uid,
        environment: environment.found.name,
        tier: environment.found.tier,
        finishedAt: context.timestamp,
        ...(artifactId && { artifacts: [artifactOf(artifactId)] }),
        ...outcome,
      },
    ],
  };
}

function translateArtifact({ context, subject }: CdEvent): Translation {
  const { change } = subject.content;
  if (!change?.id) {
    return {
      facts: [],
      ignored: 'It does not say which commit the artifact was built from.',
    };
  }
  const repository = repositoryOf(change.source ?? '')?.repository;
  return {
    facts: [
      {
        type: 'build',
        source: SOURCE,
        at: context.timestamp,
        externalId: `${context.source}#${subject.id}`,
        revision: change.id,
        artifacts: [artifactOf(subject.id)],
        ...(repository && { repository }),
      },
    ],
  };
}

function translateIncident(
  { context, subject }: CdEvent,
  isResolved: boolean,
  directory: Directory,
): Translation {
  const { service, artifactId, environment: where } = subject.content;
  const component = resolveComponent(
    [service?.id ?? '', packageNameOf(artifactId ?? '') ?? ''],
    directory,
  );
  const environment = where && resolveEnvironment(where.id, directory);
  if (component.problem) return { facts: [], unmatched: [component.problem] };
  if (environment?.problem) {
    return { facts: [], unmatched: [environment.problem] };
  }
  return {
    facts: [
      {
        type: 'incident',
        source: SOURCE,
        at: context.timestamp,
        externalId: `${subject.source ?? context.source}#${subject.id}`,
        component: component.found.definition.uid,
        ...(environment && { environment: environment.found.name }),
        [isResolved ? 'resolvedAt' : 'openedAt']: context.timestamp,
      },
    ],
  };
}

/** What one CDEvent says of delivery. */
export function translateCdEvent(
  event: CdEvent,
  directory: Directory,
): Translation {
  const { subject = '', predicate = '' } =
    TYPE.exec(event.context.type)?.groups ?? {};
  const { content } = event.subject;
  switch (`${subject}.${predicate}`) {
    case 'service.deployed':
    case 'service.upgraded':
      return translateDeployment(event, { result: 'succeeded' }, directory);
    case 'service.rolledback':
      return translateDeployment(
        event,
        { result: 'succeeded', declaredKind: 'rollback' },
        directory,
      );
    case 'pipelinerun.finished':
      if (
        !content.environment ||
        !/^(?:failure|error)$/.test(content.outcome ?? '')
      ) {
        return {
          facts: [],
          ignored:
            'Only a run that names its environment and fails says more than the events of the service.',
        };
      }
      return translateDeployment(
        event,
        // An error is a run that could not be carried out.
        { result: 'failed', reachedProduction: content.outcome === 'failure' },
        directory,
      );
    case 'artifact.packaged':
    case 'artifact.published':
      return translateArtifact(event);
    case 'incident.detected':
    case 'incident.reported':
      return translateIncident(event, false, directory);
    case 'incident.resolved':
      return translateIncident(event, true, directory);
    default:
      return {
        facts: [],
        ignored: 'Events of this type say nothing that is counted.',
      };
  }
}
