import type { ArgoApplication } from '@cairn/plugin-delivery-common';

/** Name of this source in facts. */
export const SOURCE = 'argocd';

/** An Application, and what is known beside it. */
export interface SeenApplication {
  cluster: string;
  application: ArgoApplication;
  /** Label `cairn.dev/environment` of the namespace it delivers into. */
  environment?: string;
}

/** Index of the source whose revision is the commit that runs, on the Application. */
export const SOURCE_ANNOTATION = 'cairn.dev/source-index';
