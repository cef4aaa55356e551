export {
  startArgoServer,
  type ArgoServer,
  type ArgoServerOptions,
} from './startArgoServer';
