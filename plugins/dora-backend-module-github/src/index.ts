export { createGithubCollector } from './githubCollector';
export { doraModuleGithub as default } from './doraModuleGithub';
