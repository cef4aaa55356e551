export { commitUrl, isCommit, shortRevision, type GitHost } from './commitUrl';
