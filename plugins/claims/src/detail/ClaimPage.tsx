import { PageFrame } from '../components/PageFrame';

export function ClaimPage() {
  return <PageFrame title="Database">{null}</PageFrame>;
}
