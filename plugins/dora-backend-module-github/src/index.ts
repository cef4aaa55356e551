export { doraModuleGithub as default } from './doraModuleGithub';
