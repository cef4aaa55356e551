import { sortedEntries, type JsonObject } from '../json';
import type { ScoreContainer } from '../parse/workloadSchema';
import {
  plainText,
  substitute,
  type Part,
  type SecretPart,
} from '../placeholders/substitute';
import { tokenize } from '../placeholders/tokenize';
import type { ResolvedResource } from '../resources/ResolvedResource';
import type { FieldPath } from '../types';
import { imageVersion } from './images';
import type { RenderContext } from './RenderContext';

const NAME = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

type Variables = Map<string, Part[]>;

function literal(text: string): Part[] {
  return [{ kind: 'literal', text }];
}

function upper(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}

/** A value in a list of `key=value` pairs, as OpenTelemetry reads them. */
function attribute([key, value]: [string, string]): string {
  return `${key}=${encodeURIComponent(value)}`;
}

function standardVariables(context: RenderContext, image: string): Variables {
  const { workload, environment, owner } = context;
  const { name } = workload.metadata;
  const { telemetry } = environment;
  const version = imageVersion(image);
  const attributes: [string, string][] = [
    ['deployment.environment.name', environment.name],
    ['service.namespace', owner],
    ...(version ? [['service.version', version] as [string, string]] : []),
  ];
  const texts: Record<string, string> = {
    LOG_LEVEL: environment.logLevel,
    OTEL_EXPORTER_OTLP_ENDPOINT: telemetry.endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_RESOURCE_ATTRIBUTES: attributes.map(attribute).join(','),
    OTEL_SERVICE_NAME: name,
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: String(telemetry.sampleRatio),
    SERVICE_ENVIRONMENT: environment.name,
    SERVICE_NAME: name,
  };
  return new Map(
    Object.entries(texts).map(([key, value]) => [key, literal(value)]),
  );
}

function partsOf(template: string, resource: ResolvedResource): Part[] {
  return tokenize(template).flatMap((token): Part[] => {
    if (token.kind === 'literal') {
      return [token];
    }
    const output = token.parts.join('.');
    const found = resource.outputs[output];
    return found?.kind === 'secret'
      ? [{ ...found, resource: resource.name, output }]
      : [];
  });
}

/**
 * The standard variables of resources, such as DATABASE_URL. Where two resources have variables of
 * the same name, each has its own name in front: ORDERS_DATABASE_URL.
 */
function resourceVariables(context: RenderContext): Variables {
  const found = context.resources.items.flatMap(resource => {
    const { by } = resource.provisioner;
    return by.kind === 'claim'
      ? sortedEntries(by.variables).map(([name, template]) => ({
          name,
          resource: resource.name,
          parts: partsOf(template, resource),
        }))
      : [];
  });
  return new Map(
    found.map(({ name, resource, parts }) => [
      found.some(it => it.name === name && it.resource !== resource)
        ? `${upper(resource)}_${name}`
        : name,
      parts,
    ]),
  );
}

function ownVariables(
  container: ScoreContainer,
  path: FieldPath,
  context: RenderContext,
): Variables {
  const variables: Variables = new Map();
  for (const [name, text] of sortedEntries(container.variables)) {
    const at = [...path, 'variables', name];
    if (!NAME.test(name)) {
      context.problems.add(at, {
        at: 'key',
        message: `Kubernetes does not take ${JSON.stringify(
          name,
        )} as the name of a variable.`,
        mend: 'Use letters, digits, underscores, dashes and dots, not a digit at the beginning.',
      });
    }
    const parts = substitute(text, at, context.resources.substitution);
    if (parts) {
      variables.set(name, parts);
    }
  }
  return variables;
}

/**
 * Writes a text for Kubernetes, which replaces `$(NAME)` and takes `$$` for one dollar sign, so that it
 * means itself. Beside a reference every dollar sign is doubled, as it could become part of it.
 */
function escapeDollars(text: string, besideReference: boolean): string {
  return besideReference || /\$[$(]/.test(text)
    ? text.replaceAll('$', '$$$$')
    : text;
}

function isSecret(parts: readonly Part[]): parts is [SecretPart] {
  return parts.length === 1 && parts[0].kind === 'secret';
}

function secretId(part: SecretPart): string {
  return `${part.secretName}/${part.key}`;
}

function secretVariable(name: string, part: SecretPart): JsonObject {
  const { secretName, key } = part;
  return {
    name,
    valueFrom: { secretKeyRef: { name: secretName, key } },
  };
}

/**
 * Writes variables for a container. Secrets come first, as references to their Secret, because texts
 * that contain one refer to its variable by `$(NAME)`; no value of a secret is ever written.
 */
function writeVariables(variables: Variables): JsonObject[] {
  const all = new Map(variables);
  const secrets = new Map<string, string>();
  const inOrder = sortedEntries(Object.fromEntries(variables));
  for (const [name, parts] of inOrder) {
    if (isSecret(parts) && !secrets.has(secretId(parts[0]))) {
      secrets.set(secretId(parts[0]), name);
    }
  }
  const nameOf = (part: SecretPart): string => {
    const known = secrets.get(secretId(part));
    if (known) {
      return known;
    }
    const wanted = `${upper(part.resource)}_${upper(part.output)}`;
    let name = wanted;
    for (let count = 2; all.has(name); count += 1) {
      name = `${wanted}_${count}`;
    }
    all.set(name, [part]);
    secrets.set(secretId(part), name);
    return name;
  };
  const writeText = (parts: Part[]) => {
    const refers = parts.some(it => it.kind === 'secret');
    // As one text, since a dollar sign and a bracket may come from two parts.
    return refers
      ? parts
          .map(it =>
            it.kind === 'literal'
              ? escapeDollars(it.text, true)
              : `$(${nameOf(it)})`,
          )
          .join('')
      : escapeDollars(plainText(parts) ?? '', false);
  };
  const texts = inOrder
    .filter(([, parts]) => !isSecret(parts))
    .map(([name, parts]) => ({ name, value: writeText(parts) }));
  const references = sortedEntries(Object.fromEntries(all)).flatMap(
    ([name, parts]) =>
      isSecret(parts) ? [secretVariable(name, parts[0])] : [],
  );
  return [...references, ...texts];
}

/**
 * The environment of a container: the platform's standard variables, those of the workload's resources
 * where the container is the workload's own program, and the container's own variables, which win. Any
 * other container sees just the credentials it refers to.
 */
export function environmentVariables(
  options: {
    container: ScoreContainer;
    path: FieldPath;
    image: string;
    /** Whether it runs the workload's own image. */
    isOwnProgram: boolean;
  },
  context: RenderContext,
): JsonObject[] {
  const { container, path, image, isOwnProgram } = options;
  return writeVariables(
    new Map([
      ...standardVariables(context, image),
      ...(isOwnProgram ? resourceVariables(context) : []),
      ...ownVariables(container, path, context),
    ]),
  );
}
