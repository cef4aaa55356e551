import { type KubeconfigContext, KubeconfigError } from '@cairn/kubeconfig';
import type { ClusterConnection } from '../controllers/runtime';
import { ClusterProbe } from './ClusterProbe';
import { explainConnection } from './explainConnection';
import {
  findArgo,
  findCrossplane,
  findImpersonation,
  findPolicy,
  findTenancy,
} from './findings';
import { givePortalAccess, type PortalAccess } from './portalAccess';
import type { ClusterReport, PortalIdentity } from './types';

/** A cluster that was looked at. */
export interface Inspection {
  report: ClusterReport;
  /** How the portal signs in; undefined when it has nothing but the given login. */
  access?: PortalAccess;
}

/**
 * Looks at a cluster with the eyes of the portal. Changes nothing there.
 *
 * @param folder - for the token of the portal's ServiceAccount, when there is one
 * @param flags - how the cluster is named on a command line
 * @throws KubeconfigError when it cannot be reached or refuses the login
 */
export async function inspectCluster(options: {
  context: KubeconfigContext;
  connection: ClusterConnection;
  folder: string;
  flags: string;
}): Promise<Inspection> {
  const { context, connection } = options;
  try {
    return await inspect(options);
  } catch (error) {
    const sentence = explainConnection(error, connection, context.name);
    throw sentence ? new KubeconfigError(sentence) : error;
  }
}

async function inspect({
  context,
  connection,
  folder,
  flags,
}: Parameters<typeof inspectCluster>[0]): Promise<Inspection> {
  const own = new ClusterProbe(connection);
  let portal = own;
  try {
    const version = await own.version();
    const me = await own.whoAmI();
    const given = await givePortalAccess(own, context, folder);
    let identity: PortalIdentity = { kind: 'own', ...me };
    if (typeof given === 'string') identity.because = given;
    else {
      const { token } = given;
      portal = new ClusterProbe({
        server: connection.server,
        ca: connection.ca,
        skipTlsVerify: connection.skipTlsVerify,
        tlsServerName: connection.tlsServerName,
        credentials: async () => ({ token }),
      });
      identity = { kind: 'service-account', ...(await portal.whoAmI()) };
    }
    const look = { probe: portal, groups: await portal.groups(), flags };
    const findings = [
      await findImpersonation(look),
      await findTenancy(look),
      ...(await findCrossplane(look)),
      await findArgo(look),
      ...(await findPolicy(look)),
    ];
    return {
      report: {
        context: context.name,
        server: context.server,
        version,
        identity,
        findings,
      },
      ...(typeof given === 'string' ? {} : { access: given }),
    };
  } finally {
    own.close();
    portal.close();
  }
}
