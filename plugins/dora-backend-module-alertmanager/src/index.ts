export { createAlertmanagerCollector } from './createAlertmanagerCollector';
export { doraModuleAlertmanager as default } from './doraModuleAlertmanager';
