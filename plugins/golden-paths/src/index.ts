export { goldenPathsPlugin as default } from './plugin';
export { goldenPathsApiRef, type GoldenPathsApi } from './api/GoldenPathsApi';
export { scaffolderModule } from './scaffolderModule';
export {
  adoptionRouteRef,
  pathAdoptionRouteRef,
  registerRouteRef,
  scoreRouteRef,
} from './routes';
