import type { JsonObject } from '../json';
import { environmentVariables } from './environmentVariables';
import { imageOf } from './images';
import type { Mounts } from './mounts';
import { containerProbes } from './probes';
import { containerResources } from './quantities';
import type { RenderContext } from './RenderContext';
import { servicePorts } from './servicePorts';
import { startOrder, type StartStep } from './startOrder';

const SECURITY = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** Kubernetes takes `$$` for one dollar sign; the container is to get exactly what the file says. */
function exact(
  texts: string[],
  field: string,
  context: RenderContext,
  name: string,
) {
  for (const [index, text] of texts.entries()) {
    const [placeholder] = /\$\{(resources|metadata)\.[^}]*\}/.exec(text) ?? [];
    if (placeholder) {
      context.problems.add(['containers', name, field, index], {
        piece: placeholder,
        message: `Placeholders are not replaced in ${field}.`,
        mend: 'Put it into a variable of the container, and use that.',
      });
    }
  }
  return texts.map(it => it.replaceAll('$$', '$$$$$$$$'));
}

/** The container that serves the workload's ports: the one called as the workload or `main`, else the first. */
function servingContainer(names: string[], workload: string): string {
  return [workload, 'main'].find(it => names.includes(it)) ?? names[0];
}

function renderContainer(
  step: StartStep,
  serving: string | undefined,
  mounts: Mounts,
  context: RenderContext,
): JsonObject {
  const { workload, settings, problems } = context;
  const { name, role, waitsForHealth } = step;
  const container = workload.containers[name];
  const path = ['containers', name];
  const image = imageOf(name, container, context);
  const servingImage =
    serving === undefined || name === serving
      ? image
      : imageOf(serving, workload.containers[serving], context);
  const ports = servicePorts(workload);
  const tcp = ports.find(it => it.protocol === 'TCP');
  const isServing = role === 'main' && name === serving;
  const keepsRunning = role !== 'init' && settings.kind !== 'CronJob';
  const { command, args } = container;
  const targets = [
    ...new Map(
      ports.map(it => [
        `${it.targetPort}/${it.protocol}`,
        { containerPort: it.targetPort, protocol: it.protocol },
      ]),
    ).values(),
  ];
  const probes = keepsRunning
    ? containerProbes(
        container,
        path,
        isServing ? tcp?.targetPort : undefined,
        problems,
      )
    : {};
  if (waitsForHealth && !probes.readinessProbe) {
    problems.add(path, {
      at: 'key',
      message:
        'Another container waits until this one is healthy, but nothing says when it is.',
      mend: 'Add a readinessProbe.',
    });
  }
  return {
    name,
    image,
    ...(command && { command: exact(command, 'command', context, name) }),
    ...(args && { args: exact(args, 'args', context, name) }),
    ...(role === 'sidecar' && { restartPolicy: 'Always' }),
    env: environmentVariables(
      { container, path, image, isOwnProgram: image === servingImage },
      context,
    ),
    ...(isServing && targets.length > 0 && { ports: targets }),
    ...probes,
    ...(waitsForHealth &&
      probes.readinessProbe && {
        startupProbe: { ...probes.readinessProbe, failureThreshold: 30 },
      }),
    resources: containerResources(container, path, problems),
    securityContext: SECURITY,
    volumeMounts: mounts.byContainer.get(name) ?? [],
  };
}

/** The pod of a workload. */
export function renderPodSpec(
  context: RenderContext,
  mounts: Mounts,
): JsonObject {
  const { workload, settings, problems } = context;
  const steps = startOrder(workload.containers, problems);
  const serving = servingContainer(
    steps.filter(it => it.role === 'main').map(it => it.name),
    workload.metadata.name,
  );
  const render = (step: StartStep) =>
    renderContainer(step, serving, mounts, context);
  const first = steps.filter(it => it.role !== 'main').map(render);
  return {
    automountServiceAccountToken: false,
    ...(first.length > 0 && { initContainers: first }),
    containers: steps.filter(it => it.role === 'main').map(render),
    enableServiceLinks: false,
    ...(settings.kind === 'CronJob' && { restartPolicy: 'Never' }),
    securityContext: {
      fsGroup: 65532,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    serviceAccountName: workload.metadata.name,
    volumes: mounts.volumes,
  };
}
