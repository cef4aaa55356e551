export { cdeventsCollector } from './cdeventsCollector';
export { doraModuleCdevents as default } from './doraModuleCdevents';
