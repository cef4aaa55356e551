import type { ConnectionInfo } from '@cairn/plugin-claims-common';
import { Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import { CodeBlock, Panel } from '@cairn/plugin-platform-react';
import { RiLockLine } from '@remixicon/react';
import { connectSnippets } from './connectSnippets';
import styles from './ConnectPanel.module.css';

interface ConnectPanelProps {
  engine: string;
  connection: ConnectionInfo;
}

/** How to use the database once it is ready; names the Secret, never a value. */
export function ConnectPanel({ engine, connection }: ConnectPanelProps) {
  const snippets = connectSnippets(engine, connection);
  return (
    <Panel title="Connect">
      <p className={styles.secret}>
        <RiLockLine size={16} aria-hidden />
        <span>
          The credentials stay in the cluster: Secret{' '}
          <code>{connection.secretName}</code> in namespace{' '}
          <code>{connection.namespace}</code>, keys{' '}
          {connection.keys.map((key, index) => (
            <span key={key}>
              {index > 0 && ', '}
              <code>{key}</code>
            </span>
          ))}
          .
        </span>
      </p>
      <Tabs className={styles.ways}>
        <TabList aria-label="Ways to connect">
          {snippets.map(snippet => (
            <Tab key={snippet.id} id={snippet.id}>
              {snippet.label}
            </Tab>
          ))}
        </TabList>
        {snippets.map(snippet => (
          <TabPanel key={snippet.id} id={snippet.id}>
            <p className={styles.sentence}>{snippet.sentence}</p>
            <CodeBlock text={snippet.code} label={`${snippet.label} snippet`} />
          </TabPanel>
        ))}
      </Tabs>
    </Panel>
  );
}
