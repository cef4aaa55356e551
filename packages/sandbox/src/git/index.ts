export {
  startGitHost,
  type GitHost,
  type GitHostOptions,
} from './startGitHost';
export type { SignIn } from './pages/sessions';
