export { doraModuleArgocd as default } from './doraModuleArgocd';
export { DEPLOYMENT_TOPIC } from './ArgoCollector';
