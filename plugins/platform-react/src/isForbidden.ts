/** Whether a backend said that this person may not; clients of other plugins bring errors of their own. */
export function isForbidden(error: Error | undefined): boolean {
  const { response } = (error ?? {}) as { response?: { status?: number } };
  return error?.name === 'NotAllowedError' || response?.status === 403;
}
