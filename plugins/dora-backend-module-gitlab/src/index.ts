export { doraModuleGitlab as default } from './doraModuleGitlab';
