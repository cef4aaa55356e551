export * from './claim';
export * from './list';
export * from './offering';
export * from './permissions';
export * from './types';
