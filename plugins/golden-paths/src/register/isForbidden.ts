/** Whether the backend said that this person may not; nothing is said about the address then. */
export function isForbidden(error: Error): boolean {
  const { response } = error as Error & { response?: { status?: number } };
  return error.name === 'NotAllowedError' || response?.status === 403;
}
