export { applyOverrides, type Overridden } from './applyOverrides';
