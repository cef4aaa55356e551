export * from './collectors';
export * from './directory';
export * from './webhooks';
