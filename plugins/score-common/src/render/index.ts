export { manifestsToYaml } from './canonical';
export type { WorkloadKind } from './readSettings';
export { renderScore, type RenderOptions } from './renderScore';
export { standardEnvironment } from './standardEnvironment';
