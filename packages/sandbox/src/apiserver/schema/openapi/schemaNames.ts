/** The client's model of object metadata. */
export const objectMetaModel = 'V1ObjectMeta';

/** `V1PodSpec` to `io.k8s.api.v1.PodSpec`: readers show the last part as the type. */
export function modelSchemaName(model: string): string {
  const match = /^([A-Z][a-z]+)??(V\d+(?:alpha\d+|beta\d+)?)(.+)$/.exec(model);
  if (!match) return `io.k8s.api.${model}`;
  const [, group, version, name] = match;
  return [
    'io.k8s.api',
    ...(group ? [group.toLowerCase()] : []),
    version.toLowerCase(),
    name,
  ].join('.');
}
