export * from './annotations';
export * from './state';
export * from './tenancy';
export * from './types';
