export { checkSpec } from './checkSpec';
export { parseOffering } from './parseOffering';
export { checkProvided } from './providedValues';
export { publicSpec } from './publicSpec';
