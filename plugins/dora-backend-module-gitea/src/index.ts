export { doraModuleGitea as default } from './doraModuleGitea';
