export { doraModulePagerduty as default } from './doraModulePagerduty';
