export { addAttachCommand } from './attachCommand';
export { addControllersCommand } from './controllersCommand';
export { serveAttached } from './serveAttached';
