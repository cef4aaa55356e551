export {
  startApiServer,
  type ApiServerOptions,
  type RunningApiServer,
} from './startApiServer';
