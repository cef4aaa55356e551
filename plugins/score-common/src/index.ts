export * from './dashboard';
export * from './diff';
export * from './overrides';
export * from './parse';
export * from './render';
export * from './resources';
export * from './types';
