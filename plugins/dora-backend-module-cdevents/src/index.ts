export { doraModuleCdevents as default } from './doraModuleCdevents';
