import { ENVIRONMENT_LABEL } from '@cairn/plugin-platform-common';
import type { FactInput, Ledger } from '@cairn/plugin-dora-common';
import {
  artifactOf,
  deployedBy,
  resolveComponent,
  resolveEnvironment,
  TOLD_BY_ANOTHER,
  type Translation,
  type TranslationContext,
} from '@cairn/plugin-dora-node';
import { readOperations, type Operation } from './readOperations';
import { tagRevision } from './tagRevision';
import { SOURCE, SOURCE_ANNOTATION, type SeenApplication } from './types';

/** Labels and annotations that name the component, in this order. */
const COMPONENT_NAMES = [
  'cairn.dev/component',
  'backstage.io/kubernetes-id',
  'app.kubernetes.io/name',
];

function namesOf({ application: { metadata } }: SeenApplication): string[] {
  const { labels = {}, annotations = {}, name } = metadata;
  return [
    ...COMPONENT_NAMES.flatMap(key => annotations[key] ?? labels[key] ?? []),
    name,
  ];
}

/** What an Application is known by for good: its uid, which a new one of the same name has not. */
export function keyOf({ cluster, application }: SeenApplication): string {
  const { uid, namespace, name } = application.metadata;
  return uid ?? [cluster, namespace ?? '', name].join('/');
}

/** The highest id of the history that is known already. */
function lastKnownId(ledger: Ledger, key: string): number | undefined {
  const ids = [...ledger.deployments.values()].flatMap(row => {
    const [application, id] = row.externalId.split('/');
    return row.source === SOURCE &&
      application === key &&
      /^\d+$/.test(id ?? '')
      ? [Number(id)]
      : [];
  });
  return ids.length > 0 ? Math.max(...ids) : undefined;
}

/**
 * The commit that runs. Never the revision of the repository that Argo CD follows, which says what is
 * wanted and not what it was built from; unless the Application itself says that they are the same.
 */
function revisionOf(
  { images, revisions }: Operation,
  sourceIndex: string | undefined,
  ledger: Ledger,
): string | undefined {
  if (sourceIndex !== undefined && /^\d+$/.test(sourceIndex)) {
    return revisions[Number(sourceIndex)];
  }
  return images && tagRevision(images, ledger.commits);
}

/** What an Application is called where it cannot be matched. */
export function subjectOf({
  metadata,
}: SeenApplication['application']): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

/** What an Application says of the deployments of a component. */
export async function translateApplication(
  seen: SeenApplication,
  context: TranslationContext,
): Promise<Translation> {
  const { metadata } = seen.application;
  if (
    !seen.application.status?.history &&
    !seen.application.status?.operationState
  ) {
    return { facts: [], ignored: 'Nothing has been deployed yet.' };
  }
  const component = resolveComponent(namesOf(seen), context);
  if (component.problem) {
    const subject = subjectOf(seen.application);
    const mend =
      'Label the Application backstage.io/kubernetes-id as its component is annotated.';
    return { facts: [], unmatched: [{ ...component.problem, subject, mend }] };
  }
  const [entry] = deployedBy(SOURCE, [component.found]);
  if (!entry) return { facts: [], ignored: TOLD_BY_ANOTHER };
  const labels = metadata.labels ?? {};
  const { namespace = '' } = seen.application.spec?.destination ?? {};
  const place = seen.environment ?? labels[ENVIRONMENT_LABEL] ?? namespace;
  const environment = resolveEnvironment(place, context);
  if (environment.problem) {
    const mend = `Label the namespace "${namespace}" or the Application ${ENVIRONMENT_LABEL}, for example production.`;
    return { facts: [], unmatched: [{ ...environment.problem, mend }] };
  }
  const key = keyOf(seen);
  const { uid, repository } = entry.definition;
  const ledger = await context.ledgerOfRepository(repository ?? '');
  const operations = readOperations(
    seen.application,
    key,
    lastKnownId(ledger, key),
  );
  const sourceIndex = metadata.annotations?.[SOURCE_ANNOTATION];
  const facts = operations.map((operation): FactInput => {
    const { revisions, images, ...told } = operation;
    const revision = revisionOf(operation, sourceIndex, ledger);
    const configRevision = revisions.join('+');
    return {
      type: 'deployment',
      source: SOURCE,
      component: uid,
      environment: environment.found.name,
      tier: environment.found.tier,
      ...told,
      ...(images && { artifacts: images.map(artifactOf) }),
      ...(revision && { revision }),
      ...(configRevision && {
        configRevision,
        // The same in several clusters is one release.
        releaseId: `${SOURCE}/${configRevision}`,
      }),
    };
  });
  return {
    facts,
    ...(facts.length === 0 && { ignored: 'Nothing has been deployed yet.' }),
  };
}
