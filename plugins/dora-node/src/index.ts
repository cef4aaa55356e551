export * from './collectors';
export * from './directory';
export * from './forge';
export * from './webhooks';
