/** Who began something. An operation set on the object without a name is somebody's, and nobody knows whose. */
export function initiatorOf(
  initiator: { automated?: boolean; username?: string } | undefined,
): { by: string; automated: boolean } {
  if (initiator?.automated) {
    return { by: 'Argo CD', automated: true };
  }
  return { by: initiator?.username || 'unknown', automated: false };
}
