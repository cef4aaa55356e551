export * from './annotations';
export * from './names';
export * from './state';
export * from './tenancy';
export * from './types';
export * from './words';
