export { addAttachCommand } from './attachCommand';
export { serveAttached } from './serveAttached';
