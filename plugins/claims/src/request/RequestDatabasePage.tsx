import { PageFrame } from '../components/PageFrame';

export function RequestDatabasePage() {
  return <PageFrame title="Request a database">{null}</PageFrame>;
}
