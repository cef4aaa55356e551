export {
  CertificateAuthority,
  type ClientSubject,
  type IssuedCertificate,
} from './CertificateAuthority';
export { ensurePki, servingHosts, type Pki } from './ensurePki';
export type { KeyPair } from './keyPair';
export {
  renderKubeconfig,
  writeKubeconfig,
  type KubeconfigOptions,
} from './writeKubeconfig';
