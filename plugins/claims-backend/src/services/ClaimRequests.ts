import {
  ConflictError,
  InputError,
  isError,
  NotAllowedError,
} from '@backstage/errors';
import {
  claimManifest,
  type ClaimRequest,
  type Offering,
  type Preflight,
} from '@cairn/plugin-claims-common';
import type { KubernetesObject } from '@cairn/plugin-platform-common';
import {
  isKubernetesInvalidError,
  type UserKubernetesClient,
} from '@cairn/plugin-platform-node';
import { ClaimInvalidError } from '../errors/ClaimInvalidError';
import { problemsOf } from '../errors/problemsOf';
import { toYaml } from '../http/toYaml';
import { checkRequest } from './checkRequest';
import type { AsUser } from './ClaimService';
import { isSameRequest } from './isSameRequest';
import { PreflightReport } from './PreflightReport';

/** Hands requests to the cluster, for show or for good. */
export class ClaimRequests {
  readonly #client: UserKubernetesClient;

  static create(options: { client: UserKubernetesClient }): ClaimRequests {
    return new ClaimRequests(options.client);
  }

  private constructor(client: UserKubernetesClient) {
    this.#client = client;
  }

  /** What would happen. The cluster is asked only when everything else is in order. */
  async preflight(
    request: ClaimRequest,
    offering: Offering,
    options: AsUser & { refusal?: string; taken: boolean },
  ): Promise<Preflight> {
    const manifest = manifestOf(request, offering, options);
    const report = PreflightReport.create(toYaml(manifest));
    const { name, spec } = checkRequest(request, offering);
    if (options.taken && name.length === 0) {
      name.push(takenProblem(request));
    }
    report.add('name', name);
    report.add('schema', spec);
    if (options.refusal !== undefined) {
      report.fail('access', options.refusal);
      return report.finish();
    }
    if (!offering.available) {
      report.fail('dry-run', offering.reason ?? '');
      return report.finish();
    }
    if (!report.isOk) {
      return report.finish();
    }
    try {
      const { object, warnings } = await this.#client.apply(manifest, {
        cluster: request.cluster,
        credentials: options.credentials,
        dryRun: true,
        createOnly: true,
      });
      report.pass('access');
      report.pass('dry-run');
      return report.finish({ object, warnings });
    } catch (error) {
      return reportFailure(report, error, request);
    }
  }

  /**
   * Creates the claim, or finds the one that the same request made before.
   *
   * @throws ClaimInvalidError, NotAllowedError, ConflictError, ServiceUnavailableError
   */
  async create(
    request: ClaimRequest,
    offering: Offering,
    options: AsUser,
  ): Promise<{ created: boolean; object: KubernetesObject }> {
    if (!offering.available) {
      throw new ClaimInvalidError([
        {
          field: 'offering',
          message: `It cannot be requested at the moment. ${
            offering.reason ?? ''
          }`,
        },
      ]);
    }
    const { name, spec } = checkRequest(request, offering);
    if (name.length + spec.length > 0) {
      throw new ClaimInvalidError([...name, ...spec]);
    }
    try {
      const { object } = await this.#client.apply(
        manifestOf(request, offering, options),
        {
          cluster: request.cluster,
          credentials: options.credentials,
          createOnly: true,
        },
      );
      return { created: true, object };
    } catch (error) {
      if (isKubernetesInvalidError(error)) {
        throw new ClaimInvalidError(problemsOf(error));
      }
      if (isError(error) && error.name === ConflictError.name) {
        return this.#findRepeated(request, offering, options);
      }
      throw error;
    }
  }

  async #findRepeated(
    request: ClaimRequest,
    offering: Offering,
    { credentials }: AsUser,
  ): Promise<{ created: boolean; object: KubernetesObject }> {
    const { cluster, namespace, name } = request;
    const { group, kind, scope } = offering;
    const existing = await this.#client.get(
      { cluster, group, kind, namespace, name },
      { credentials },
    );
    const requestedBy = credentials.principal.userEntityRef;
    if (isSameRequest({ existing, request, scope, requestedBy })) {
      return { created: false, object: existing };
    }
    throw new ConflictError(
      existing.metadata.deletionTimestamp === undefined
        ? takenProblem(request).message
        : `"${name}" in namespace "${namespace}" is just being deleted. Wait until it is gone, or choose another name.`,
    );
  }
}

function manifestOf(
  request: ClaimRequest,
  offering: Offering,
  { credentials }: AsUser,
): KubernetesObject {
  const requestedBy = credentials.principal.userEntityRef;
  return claimManifest({ request, offering, requestedBy });
}

function takenProblem({ name, namespace }: ClaimRequest) {
  return {
    field: 'metadata.name',
    message: `There is one called "${name}" in namespace "${namespace}" already. Choose another name.`,
  };
}

function reportFailure(
  report: PreflightReport,
  error: unknown,
  request: ClaimRequest,
): Preflight {
  if (!isError(error)) {
    throw error;
  }
  if (isKubernetesInvalidError(error)) {
    report.pass('access');
    report.add('dry-run', problemsOf(error));
  } else if (error.name === ConflictError.name) {
    report.pass('access');
    report.add('name', [takenProblem(request)]);
  } else if (error.name === NotAllowedError.name) {
    report.fail('access', error.message);
  } else if (error.name === InputError.name) {
    report.add('dry-run', [{ field: 'spec', message: error.message }]);
  } else if (error.name === 'ServiceUnavailableError') {
    report.skip('dry-run', `The cluster could not be asked: ${error.message}`);
  } else {
    throw error;
  }
  return report.finish();
}
