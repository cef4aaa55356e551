export { doraModuleAlertmanager as default } from './doraModuleAlertmanager';
