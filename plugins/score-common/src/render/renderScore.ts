import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { applyOverrides } from '../overrides/applyOverrides';
import { readScore } from '../parse/parseScore';
import { Problems } from '../parse/Problems';
import { resolveResources } from '../resources/resolveResources';
import type { Provisioner, Rendering, ScoreEnvironment } from '../types';
import { canonical, manifestsToYaml } from './canonical';
import { commonLabels, selectorLabels, sharedLabels } from './labels';
import { renderMounts } from './mounts';
import {
  renderIngresses,
  renderNetworkPolicy,
  renderServices,
} from './network';
import { readSettings } from './readSettings';
import { metadataOf, type RenderContext } from './RenderContext';
import { renderScaling } from './scaling';
import { renderWorkload } from './workloads';

/** What to render, and for where. @public */
export interface RenderOptions {
  /** The workload file. */
  text: string;
  /** Its name, for problems; `score.yaml` when left out. */
  file?: string;
  environment: ScoreEnvironment;
  /** The team, as the label `cairn.dev/owner` of its namespaces says. */
  owner: string;
  /** The component of the catalog; the workload's name when left out. */
  component?: string;
  provisioners: readonly Provisioner[];
  /** Images by container; they take the place of those in the file. */
  images?: Record<string, string>;
  /** Contents of files by the path their `source` gives. */
  files?: Record<string, string>;
  /** The text of `overrides/<environment>.yaml`, where there is one. */
  overrides?: string;
}

function uniqueClaims(context: RenderContext): KubernetesObject[] {
  const found = new Map<string, KubernetesObject>();
  for (const { claim } of context.resources.items) {
    if (claim) {
      found.set(`${claim.kind}/${claim.metadata.name}`, claim);
    }
  }
  return [...found.values()];
}

function renderAll(context: RenderContext): KubernetesObject[] {
  const { name } = context.workload.metadata;
  const mounts = renderMounts(context);
  const account = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: metadataOf(context, name),
    automountServiceAccountToken: false,
  };
  return [
    account,
    ...(mounts.configMap ? [mounts.configMap] : []),
    ...uniqueClaims(context),
    renderWorkload(context, mounts),
    ...renderServices(context),
    ...renderIngresses(context),
    ...renderScaling(context),
    renderNetworkPolicy(context),
  ];
}

/**
 * Renders a workload file for an environment: the same input gives the same bytes, whatever the order
 * of its keys.
 *
 * @returns the manifests in the order to apply them, and every problem. With an error among the
 * problems there are no manifests. It never throws.
 * @public
 */
export function renderScore(options: RenderOptions): Rendering {
  const { text, file = 'score.yaml', environment, owner } = options;
  const { provisioners, images = {}, files = {}, overrides } = options;
  const { workload, source, problems: broken } = readScore(text, file);
  if (!workload || !source) {
    return { manifests: [], yaml: '', problems: broken };
  }
  const problems = new Problems(source);
  const { name } = workload.metadata;
  const labels = commonLabels({
    name,
    owner,
    component: options.component ?? name,
  });
  const { namespace } = environment;
  const context: RenderContext = {
    workload,
    settings: readSettings({ workload, environment, problems }),
    environment,
    owner,
    labels,
    selector: selectorLabels(name),
    resources: resolveResources({
      workload,
      environment,
      provisioners,
      metadata: {
        own: { namespace, labels },
        shared: { namespace, labels: sharedLabels(owner) },
      },
      problems,
    }),
    images,
    files,
    problems,
  };
  const rendered = renderAll(context);
  const overridden =
    overrides === undefined || problems.hasErrors
      ? { manifests: rendered, problems: [] }
      : applyOverrides({
          manifests: rendered,
          text: overrides,
          file: `overrides/${environment.name}.yaml`,
        });
  const all = [...problems.list(), ...overridden.problems];
  if (all.some(it => it.severity === 'error')) {
    return { manifests: [], yaml: '', problems: all };
  }
  const manifests = overridden.manifests.map(
    it => canonical(it) as KubernetesObject,
  );
  return { manifests, yaml: manifestsToYaml(manifests), problems: all };
}
