export * from './application';
export * from './entity';
export * from './git';
export * from './list';
export * from './permissions';
export * from './types';
