import {
  type KubernetesObject,
  OWNER_LABEL,
} from '@cairn/plugin-platform-common';
import type { JsonObject } from '../json';
import type { ResolvedResource } from '../resources/ResolvedResource';
import { metadataOf, type RenderContext } from './RenderContext';
import { servicePorts, type ServicePort } from './servicePorts';

const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

function checkPorts(context: RenderContext, ports: ServicePort[]): void {
  const { workload, settings, problems } = context;
  if (settings.kind === 'CronJob' && ports.length > 0) {
    problems.add(['service', 'ports'], {
      at: 'key',
      message: 'A CronJob serves no ports.',
      mend: 'Remove service, or make it a Deployment.',
    });
  }
  if (ports.length > 0 && /^\d/.test(workload.metadata.name)) {
    problems.add(['metadata', 'name'], {
      message: 'The name of what has a service cannot begin with a digit.',
      mend: 'Begin it with a letter.',
    });
  }
  for (const [index, { name, port, protocol }] of ports.entries()) {
    const same = ports
      .slice(0, index)
      .find(it => it.port === port && it.protocol === protocol);
    if (same) {
      problems.add(['service', 'ports', name, 'port'], {
        message: `${same.name} has the port ${port}/${protocol} already.`,
        mend: 'Give one of them another port.',
      });
    }
  }
}

/** The Service of a workload with ports, and the headless one a StatefulSet needs. */
export function renderServices(context: RenderContext): KubernetesObject[] {
  const { workload, settings, selector } = context;
  const { name } = workload.metadata;
  const ports = servicePorts(workload);
  checkPorts(context, ports);
  const service = (serviceName: string, extra: JsonObject) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadataOf(context, serviceName),
    spec: {
      ...extra,
      selector: { ...selector },
      ...(ports.length > 0 && { ports: ports.map(it => ({ ...it })) }),
    },
  });
  return [
    ...(ports.length > 0 ? [service(name, { type: 'ClusterIP' })] : []),
    ...(settings.kind === 'StatefulSet'
      ? [service(`${name}-pods`, { clusterIP: 'None' })]
      : []),
  ];
}

function routePort(
  route: ResolvedResource,
  ports: ServicePort[],
): ServicePort | undefined {
  const wanted = route.params.port;
  if (wanted === undefined) {
    return ports.length === 1 ? ports[0] : undefined;
  }
  return ports.find(
    it => it.name === wanted || String(it.port) === String(wanted),
  );
}

function renderRoute(
  route: ResolvedResource,
  context: RenderContext,
): KubernetesObject | undefined {
  const { workload, environment, problems } = context;
  const { host, path = '/' } = route.params;
  const ports = servicePorts(workload).filter(it => it.protocol === 'TCP');
  const port = routePort(route, ports);
  const at = ['resources', route.name, 'params'];
  const given = workload.resources?.[route.name].params?.host;
  if (host === undefined && given !== undefined) {
    // Its placeholder could not be replaced, which is said already.
    return undefined;
  }
  if (
    typeof host !== 'string' ||
    !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(
      host,
    )
  ) {
    problems.add([...at, 'host'], {
      message: 'A route needs a host name.',
      mend: 'Add a resource of the type dns, and refer to its host: ${resources.dns.host}.',
    });
    return undefined;
  }
  if (typeof path !== 'string' || !path.startsWith('/')) {
    problems.add([...at, 'path'], {
      message: 'The path of a route begins with a slash.',
      mend: 'Write / for everything.',
    });
  }
  if (!port) {
    problems.add([...at, 'port'], {
      message: 'A route needs a TCP port of the service.',
      mend:
        ports.length > 0
          ? `Choose one of: ${ports
              .map(it => `${it.name} (${it.port})`)
              .join(', ')}.`
          : 'Add a port to service.ports.',
    });
    return undefined;
  }
  const { name } = workload.metadata;
  const { className, clusterIssuer } = environment.ingress;
  const fullName = `${name}-${route.name}`;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      ...metadataOf(context, fullName),
      ...(clusterIssuer && {
        annotations: { 'cert-manager.io/cluster-issuer': clusterIssuer },
      }),
    },
    spec: {
      ingressClassName: className,
      rules: [
        {
          host,
          http: {
            paths: [
              {
                path,
                pathType: 'Prefix',
                backend: { service: { name, port: { number: port.port } } },
              },
            ],
          },
        },
      ],
      ...(clusterIssuer && {
        tls: [{ hosts: [host], secretName: `${fullName}-tls` }],
      }),
    },
  };
}

function routesOf({ resources }: RenderContext): ResolvedResource[] {
  return resources.items.filter(it => it.provisioner.type === 'route');
}

/** An Ingress for each route. */
export function renderIngresses(context: RenderContext): KubernetesObject[] {
  return routesOf(context).flatMap(it => renderRoute(it, context) ?? []);
}

function fromNamespace(name: string): JsonObject {
  return { namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: name } } };
}

/**
 * Who may reach the pods: the team's own, what collects metrics, and the ingress controller where there
 * is a route. What the pods reach is not restricted.
 */
export function renderNetworkPolicy(context: RenderContext): KubernetesObject {
  const { workload, environment, selector, owner } = context;
  const ports = [
    ...new Map(
      servicePorts(workload).map(({ targetPort: port, protocol }) => [
        `${port}/${protocol}`,
        { port, protocol },
      ]),
    ).values(),
  ];
  const from = [
    { namespaceSelector: { matchLabels: { [OWNER_LABEL]: owner } } },
    fromNamespace(environment.monitoringNamespace),
    ...(routesOf(context).length > 0
      ? [fromNamespace(environment.ingress.namespace)]
      : []),
  ];
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadataOf(context, workload.metadata.name),
    spec: {
      podSelector: { matchLabels: { ...selector } },
      policyTypes: ['Ingress'],
      ingress: ports.length > 0 ? [{ from, ports }] : [],
    },
  };
}
