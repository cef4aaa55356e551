export * from './forges';
export * from './git';
export * from './path';
export * from './skeleton';
export * from './types';
