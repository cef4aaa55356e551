export * from './components';
export * from './hooks';
export { isNotFound } from './isNotFound';
export * from './words';
