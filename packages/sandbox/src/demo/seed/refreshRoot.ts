import {
  isNotFound,
  type KubernetesClient,
  NoKindMatchError,
} from '../../controllers/runtime';
import { ARGOCD } from '../gitops/applications';

/**
 * Asks Argo CD to look at the GitOps repository now: it was not there when the
 * Application that follows it was made, and is looked for again only after
 * minutes. A cluster without Argo CD, or with another root, is left alone.
 */
export async function refreshRoot(client: KubernetesClient): Promise<void> {
  try {
    await client.patch(
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        namespace: ARGOCD,
        name: 'fernhill',
      },
      { metadata: { annotations: { 'argocd.argoproj.io/refresh': 'normal' } } },
      { fieldManager: 'cairn-sandbox' },
    );
  } catch (error) {
    if (!(error instanceof NoKindMatchError) && !isNotFound(error)) throw error;
  }
}
