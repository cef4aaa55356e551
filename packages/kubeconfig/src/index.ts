export { CredentialSource } from './CredentialSource';
export { KubeconfigError } from './KubeconfigError';
export { KubeconfigFile } from './KubeconfigFile';
export { parseKubeconfig, readKubeconfig } from './readKubeconfig';
export { renderKubeconfig } from './renderKubeconfig';
export type { Credentials, ExecPlugin, KubeconfigContext } from './types';
