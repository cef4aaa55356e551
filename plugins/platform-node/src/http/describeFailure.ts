import type { ClusterRequestError } from './ClusterRequestError';

/**
 * One sentence, fit for people, with the cause of a failure and nothing from the upstream's body.
 */
export function describeFailure(error: ClusterRequestError): string {
  const cluster = `Cluster "${error.cluster}"`;
  switch (error.failure) {
    case 'timeout':
      return `${cluster} does not answer in time.`;
    case 'silence':
      return `${cluster} has gone silent; the connection is made anew.`;
    case 'tls':
      return `${cluster} shows a certificate that the portal does not trust. The platform team can mend the configured CA.`;
    case 'login':
      return `The portal finds no credentials for cluster "${error.cluster}" in its kubeconfig. The platform team can read why in the portal's log.`;
    case 'broken-answer':
      return `${cluster} sends an answer that cannot be read.`;
    case 'too-large':
      return `${cluster} sends an answer that is too large.`;
    case 'aborted':
      return `The request to cluster "${error.cluster}" was stopped.`;
    case 'status':
      return describeStatus(cluster, error);
    default:
      return `${cluster} cannot be reached.`;
  }
}

/** What the platform team does about a login that is refused. */
const NEW_LOGIN = {
  'token-file':
    'can put a new token into the file that the portal reads it from; it is taken up without a restart',
  kubeconfig:
    "can renew the login in the portal's kubeconfig; it is taken up without a restart",
  configuration:
    "can put a new token into the portal's configuration and start it again",
};

function describeStatus(
  cluster: string,
  { httpStatus: status = 0, login = 'configuration' }: ClusterRequestError,
): string {
  if (status === 401) {
    return `${cluster} does not accept the portal's own sign-in: it has been revoked or has run out. The platform team ${NEW_LOGIN[login]}.`;
  }
  if (status === 403) {
    return `The portal may not read this on c${cluster.slice(
      1,
    )}. The platform team can grant it.`;
  }
  if (status === 429) {
    return `${cluster} asks for fewer requests; it is asked again later.`;
  }
  return `${cluster} answers with an error (${status}).`;
}
