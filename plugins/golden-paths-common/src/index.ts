export * from './annotations';
export * from './files';
export * from './merge';
export * from './paths';
export * from './permissions';
export * from './prices';
export * from './types';
export * from './versions';
