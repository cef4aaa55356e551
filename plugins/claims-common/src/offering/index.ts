export { checkSpec } from './checkSpec';
export { parseOffering } from './parseOffering';
export { publicSpec } from './publicSpec';
