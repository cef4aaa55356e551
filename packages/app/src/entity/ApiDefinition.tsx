import type { ApiEntity } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Card, CodeBlock } from '@cairn/plugin-platform-react';
import { apiOperations } from './apiOperations';
import styles from './ApiDefinition.module.css';

/** What an API offers, one line for each operation, and the document itself to read and copy. */
export function ApiDefinition() {
  const { entity } = useEntity<ApiEntity>();
  const { definition } = entity.spec;
  const operations = apiOperations(definition);
  return (
    <div className={styles.stack}>
      {operations && operations.length > 0 && (
        <Card title="Operations" count={operations.length}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Method</th>
                <th scope="col">Path</th>
                <th scope="col">What it does</th>
              </tr>
            </thead>
            <tbody>
              {operations.map(({ method, path, summary }) => (
                <tr key={`${method} ${path}`}>
                  <td className={styles.method}>{method}</td>
                  <td className={styles.path}>{path}</td>
                  <td>{summary || '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Card>
      )}
      <Card title="Document">
        <div className={styles.document}>
          <CodeBlock text={definition} label="API document" maxHeight={640} />
        </div>
      </Card>
    </div>
  );
}
