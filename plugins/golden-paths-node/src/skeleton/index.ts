export { DEFAULT_LAYERS, fetchLayers } from './fetchLayers';
export { renderSkeleton, type RenderSkeletonOptions } from './renderSkeleton';
export { readSkeleton } from './readSkeleton';
export { writeFiles } from './writeFiles';
