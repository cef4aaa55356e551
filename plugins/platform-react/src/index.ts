export * from './components';
export * from './hooks';
export { isForbidden } from './isForbidden';
export { isNotFound } from './isNotFound';
export * from './words';
