export * from './engine';
export * from './facts';
export * from './metrics';
export * from './numbers';
export * from './pipeline';
export * from './rollup';
export * from './thresholds';
export * from './time';
