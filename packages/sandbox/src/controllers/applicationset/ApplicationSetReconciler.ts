import { type Application, argoApiVersion } from '../argocd/types';
import {
  type EventRecorder,
  type JsonObject,
  type KubernetesClient,
  type ObjectKey,
  type ReconcileResult,
  refOf,
} from '../runtime';
import { generateApplications } from './generateApplications';
import { requeueSeconds } from './generators/generateParameters';
import type { GitReader } from './generators/generatorTypes';
import { RESOURCES_FINALIZER } from './render/renderApplication';
import {
  type Outcome,
  outcomeStatus,
  resourcesOf,
  statusPatch,
} from './setStatus';
import {
  type ApplicationSet,
  GenerationError,
  type GeneratedApplication,
} from './types';
import { validateApplications } from './validateApplications';
import { ApplicationWriter } from './writeApplications';

/** An administrator's, or a webhook's, wish to ask the generators now. */
export const SET_REFRESH = 'argocd.argoproj.io/application-set-refresh';

/** After how long a set that cannot be generated, or is not valid, is looked at again. */
const ERROR_SECONDS = 180;

/** Brings the Applications of a set to what its generators say. */
export class ApplicationSetReconciler {
  private readonly writer: ApplicationWriter;

  constructor(
    private readonly options: {
      client: KubernetesClient;
      git: GitReader;
      recorder: EventRecorder;
      /** The length of a second of `requeueAfterSeconds`; less than 1000 only in tests. */
      secondMs: number;
    },
  ) {
    this.writer = new ApplicationWriter(options.client, options.recorder);
  }

  async reconcile(
    key: ObjectKey,
    signal: AbortSignal,
  ): Promise<ReconcileResult | void> {
    const { client, git, secondMs } = this.options;
    const set = await client.find<ApplicationSet>({
      ...key,
      apiVersion: argoApiVersion,
      kind: 'ApplicationSet',
    });
    if (!set) return undefined;
    if (set.metadata.deletionTimestamp) {
      await this.letGo(set);
      return undefined;
    }
    const { goTemplate = false, goTemplateOptions = [] } = set.spec;
    const namespace = set.metadata.namespace ?? '';
    let generated: GeneratedApplication[];
    try {
      generated = await generateApplications(set, {
        git,
        namespace,
        goTemplate,
        goTemplateOptions,
        readSecret: (name, field) => this.readSecret(namespace, name, field),
        signal,
      });
    } catch (error) {
      if (!(error instanceof GenerationError)) throw error;
      const { reason, message } = error;
      await this.write(set, {
        error: { reason, message },
        parametersGenerated: false,
      });
      return { requeueAfterMs: ERROR_SECONDS * secondMs };
    }

    const invalid = await validateApplications(client, set, generated);
    const valid = generated.filter(it => !invalid.has(it.metadata.name));
    const outcome: Outcome = { parametersGenerated: true };
    const failure = await this.apply(set, generated, valid);
    if (failure) outcome.error = failure;
    if (invalid.size) {
      const [first] = [...invalid.keys()].sort();
      const more = invalid.size - 1;
      outcome.error ??= {
        reason: 'ApplicationValidationError',
        message: `${invalid.get(first ?? '')}${
          more ? ` (and ${more} more)` : ''
        }`,
      };
    }
    await this.write(set, outcome, await this.applicationsOf(set));
    if (set.metadata.annotations?.[SET_REFRESH] !== undefined) {
      await client.patch(refOf(set), {
        metadata: { annotations: { [SET_REFRESH]: null } },
      });
    }
    const seconds = requeueSeconds(set.spec.generators);
    const wait = outcome.error
      ? Math.min(seconds ?? ERROR_SECONDS, ERROR_SECONDS)
      : seconds;
    return { requeueAfterMs: wait === undefined ? undefined : wait * secondMs };
  }

  private async apply(
    set: ApplicationSet,
    generated: GeneratedApplication[],
    valid: GeneratedApplication[],
  ): Promise<Outcome['error']> {
    const policy = set.spec.syncPolicy?.applicationsSync ?? 'sync';
    const mayUpdate = policy === 'sync' || policy === 'create-update';
    const mayDelete = policy === 'sync' || policy === 'create-delete';
    const current = new Map(
      (await this.all(set)).map(it => [it.metadata.name ?? '', it]),
    );
    let failure: Outcome['error'];
    for (const wanted of valid) {
      const live = current.get(wanted.metadata.name);
      if (live && !mayUpdate) continue;
      // One that is on its way out is made anew when it is gone.
      if (live?.metadata.deletionTimestamp) continue;
      try {
        await this.writer.put(set, wanted, live);
      } catch (error) {
        failure ??= {
          reason: mayUpdate
            ? 'UpdateApplicationError'
            : 'CreateApplicationError',
          message: (error as Error).message,
        };
      }
    }
    if (!mayDelete) return failure;
    const names = new Set(generated.map(it => it.metadata.name));
    for (const live of current.values()) {
      if (!isOwned(live, set) || names.has(live.metadata.name ?? '')) continue;
      try {
        await this.writer.remove(set, live);
      } catch (error) {
        failure ??= {
          reason: 'DeleteApplicationError',
          message: (error as Error).message,
        };
      }
    }
    return failure;
  }

  private async all(set: ApplicationSet): Promise<Application[]> {
    const { items } = await this.options.client.list<Application>(
      argoApiVersion,
      'Application',
      { namespace: set.metadata.namespace },
    );
    return items;
  }

  private async applicationsOf(set: ApplicationSet): Promise<Application[]> {
    return (await this.all(set)).filter(it => isOwned(it, set));
  }

  private async write(
    set: ApplicationSet,
    outcome: Outcome,
    applications?: Application[],
  ): Promise<void> {
    const resources = applications && resourcesOf(applications);
    const patch = statusPatch(set, {
      ...outcomeStatus(set, outcome),
      // A set that could not be generated keeps what it last knew.
      ...(resources && {
        resources: resources.length ? resources : null,
        resourcesCount: resources.length || null,
      }),
    } as unknown as JsonObject);
    if (!patch) return;
    await this.options.client.patch(refOf(set), patch, {
      subresource: 'status',
      fieldManager: 'argocd-applicationset-controller',
    });
  }

  private async letGo(set: ApplicationSet): Promise<void> {
    const { finalizers = [] } = set.metadata;
    if (!finalizers.includes(RESOURCES_FINALIZER)) return;
    await this.options.client.patch(refOf(set), {
      metadata: {
        finalizers: finalizers.filter(it => it !== RESOURCES_FINALIZER),
        resourceVersion: set.metadata.resourceVersion,
      },
    });
  }

  private async readSecret(
    namespace: string,
    name: string,
    field: string,
  ): Promise<string> {
    const secret = await this.options.client.get({
      apiVersion: 'v1',
      kind: 'Secret',
      namespace,
      name,
    });
    const data = (secret.data ?? {}) as Record<string, string>;
    const value = data[field];
    if (value === undefined) {
      throw new Error(
        `key ${JSON.stringify(field)} in secret ${JSON.stringify(
          `${namespace}/${name}`,
        )} not found`,
      );
    }
    return Buffer.from(value, 'base64').toString('utf8').trim();
  }
}

function isOwned(application: Application, set: ApplicationSet): boolean {
  const owners = application.metadata.ownerReferences ?? [];
  return owners.some(it => it.controller && it.uid === set.metadata.uid);
}
