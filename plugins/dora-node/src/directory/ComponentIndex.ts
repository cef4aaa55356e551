import {
  parseEntityRef,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import type { ComponentDefinition } from '@cairn/plugin-dora-common';
import type { Directory } from '../collectors';
import { environmentNamed, type EnvironmentOptions } from './environments';
import { repositoryOf } from './repositoryOf';
import type { ComponentEntry, EnvironmentEntry } from './types';

/** What the configuration says of who is who. @public */
export interface DirectoryOptions {
  environments: readonly EnvironmentOptions[];
  /** Sources of incidents of components that name none. */
  incidentSources: readonly string[];
}

const ID = 'cairn.dev/dora-id';
const REPOSITORY = 'cairn.dev/repository';
const PATHS = 'cairn.dev/paths';
const INCIDENT_SOURCES = 'cairn.dev/incident-sources';
const DEPLOYMENT_SOURCES = 'cairn.dev/deployment-sources';

/** Slugs of forges; the first that is there counts. */
const SLUGS = [
  REPOSITORY,
  'github.com/project-slug',
  'gitlab.com/project-slug',
  'gitea.com/project-slug',
  'bitbucket.org/project-slug',
];
const LOCATIONS = ['backstage.io/source-location'];

/** Annotations whose value is another name of the component. */
const NAMES = [
  'cairn.dev/dora-name',
  'backstage.io/kubernetes-id',
  'pagerduty.com/service-id',
  'pagerduty.com/integration-key',
  'argocd/app-name',
];

function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');
}

function placeOf(annotations: Readonly<Record<string, string>>) {
  const [slug] = SLUGS.flatMap(name => annotations[name] ?? []);
  const [location] = LOCATIONS.flatMap(
    name => repositoryOf(annotations[name] ?? '') ?? [],
  );
  const repository = slug?.trim().toLowerCase() || location?.repository;
  const folder =
    location?.repository === repository ? location?.folder : undefined;
  const paths = listOf(annotations[PATHS]);
  if (paths.length === 0 && folder) paths.push(`${folder}/**`);
  return {
    ...(repository && { repository }),
    ...(paths.length > 0 && { paths }),
  };
}

/** A reference in the spec, in full; nothing for what is none. */
function refOf(entity: Entity, field: string, kind: string) {
  const text = entity.spec?.[field];
  if (typeof text !== 'string' || text === '') return undefined;
  const { namespace = 'default' } = entity.metadata;
  try {
    return stringifyEntityRef(
      parseEntityRef(text, { defaultKind: kind, defaultNamespace: namespace }),
    );
  } catch {
    return undefined;
  }
}

function entryOf(entity: Entity, options: DirectoryOptions): ComponentEntry {
  const annotations = entity.metadata.annotations ?? {};
  const entityRef = stringifyEntityRef(entity);
  const own = listOf(annotations[INCIDENT_SOURCES]);
  const definition: ComponentDefinition = {
    uid: annotations[ID]?.trim() || entityRef,
    ...placeOf(annotations),
    incidentSources: own.length > 0 ? own : options.incidentSources,
  };
  const deploymentSources = listOf(annotations[DEPLOYMENT_SOURCES]);
  const owner = refOf(entity, 'owner', 'group');
  const system = refOf(entity, 'system', 'system');
  return {
    definition,
    entityRef,
    annotations,
    ...(deploymentSources.length > 0 && { deploymentSources }),
    ...(owner && { owner }),
    ...(system && { system }),
  };
}

function namesOf(entity: Entity, { annotations, entityRef }: ComponentEntry) {
  return [
    entityRef,
    entity.metadata.name,
    ...NAMES.flatMap(name => listOf(annotations[name])),
  ].map(name => name.toLowerCase());
}

function push<V>(map: Map<string, V[]>, key: string, value: V) {
  const known = map.get(key);
  if (!known) map.set(key, [value]);
  else if (!known.includes(value)) known.push(value);
}

/**
 * The components of a catalog by their repositories and names, as it is at one moment. Nothing is
 * guessed: what an annotation does not say is not known.
 *
 * @public
 */
export class ComponentIndex implements Directory {
  readonly #entries: readonly ComponentEntry[];
  readonly #byRepository = new Map<string, ComponentEntry[]>();
  readonly #byName = new Map<string, ComponentEntry[]>();
  readonly #environments: readonly EnvironmentOptions[];

  /** From entities of kind Component; others are left out. */
  static fromEntities(
    entities: readonly Entity[],
    options: DirectoryOptions,
  ): ComponentIndex {
    return new ComponentIndex(
      entities.filter(({ kind }) => kind.toLowerCase() === 'component'),
      options,
    );
  }

  private constructor(entities: readonly Entity[], options: DirectoryOptions) {
    this.#environments = options.environments;
    this.#entries = entities.map(entity => {
      const entry = entryOf(entity, options);
      const { repository } = entry.definition;
      if (repository) push(this.#byRepository, repository, entry);
      for (const name of namesOf(entity, entry)) {
        push(this.#byName, name, entry);
      }
      return entry;
    });
  }

  /** All of them. */
  all(): readonly ComponentEntry[] {
    return this.#entries;
  }

  componentsOfRepository(repository: string): readonly ComponentEntry[] {
    return this.#byRepository.get(repository.toLowerCase()) ?? [];
  }

  repositories(): readonly string[] {
    return [...this.#byRepository.keys()].sort();
  }

  componentsNamed(name: string): readonly ComponentEntry[] {
    return this.#byName.get(name.trim().toLowerCase()) ?? [];
  }

  tierOf(environment: string): string | undefined {
    return this.environmentOf(environment)?.tier;
  }

  environmentOf(name: string): EnvironmentEntry | undefined {
    return environmentNamed(name, this.#environments);
  }
}
