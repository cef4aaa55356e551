import { useState } from 'react';
import type { Rendering } from '@cairn/plugin-score-common';
import { Button, Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import {
  CopyButton,
  EmptyState,
  FilterChoice,
} from '@cairn/plugin-platform-react';
import { RiDownloadLine } from '@remixicon/react';
import { CodeEditor } from './CodeEditor';
import { download } from './download';
import { EnvironmentDiff } from './EnvironmentDiff';
import { manifestLines } from './manifestLines';
import { scoreEnvironments, type EnvironmentName } from './scoreDraft';
import styles from './ScorePage.module.css';

/** The manifests of one environment, to read, copy and keep. */
function Manifests(props: { environment: EnvironmentName; yaml: string }) {
  const { environment, yaml } = props;
  const [place, setPlace] = useState<{ line: number }>();
  const lines = manifestLines(yaml);
  return (
    <>
      <div className={styles.tools}>
        <FilterChoice
          label="Go to a manifest"
          all={`All ${lines.length} manifests`}
          value={undefined}
          options={lines.map(({ title, line }) => ({
            value: String(line),
            label: title,
          }))}
          onChange={line => line && setPlace({ line: Number(line) })}
        />
        <span className={styles.spring} />
        <CopyButton text={yaml} label={`Copy manifests of ${environment}`} />
        <Button
          variant="tertiary"
          size="small"
          iconStart={<RiDownloadLine size={16} />}
          aria-label={`Download manifests of ${environment}`}
          onPress={() => download(`${environment}.yaml`, yaml)}
        >
          Download
        </Button>
      </div>
      <div className={styles.output}>
        <CodeEditor
          label={`Manifests of ${environment}`}
          value={yaml}
          place={place}
        />
      </div>
    </>
  );
}

interface ManifestPaneProps {
  byEnvironment: Record<EnvironmentName, Rendering>;
  /** Something keeps the draft from being rendered. */
  failing: boolean;
}

/** What the platform makes of a draft, for each environment, and what is different between them. */
export function ManifestPane({ byEnvironment, failing }: ManifestPaneProps) {
  const { dev, prod } = byEnvironment;
  const nothing = (
    <div className={styles.nothing}>
      <EmptyState title="Nothing to show yet.">
        The problems below have to be mended first; each says how.
      </EmptyState>
    </div>
  );
  return (
    <section className={styles.pane} aria-label="Manifests">
      <Tabs className={styles.tabs}>
        <TabList aria-label="Environments">
          {scoreEnvironments.map(name => (
            <Tab key={name} id={name}>
              {name}
            </Tab>
          ))}
          <Tab id="difference">Difference</Tab>
        </TabList>
        {scoreEnvironments.map(name => (
          <TabPanel key={name} id={name}>
            {byEnvironment[name].manifests.length > 0 ? (
              <Manifests environment={name} yaml={byEnvironment[name].yaml} />
            ) : (
              nothing
            )}
          </TabPanel>
        ))}
        <TabPanel id="difference">
          {failing && dev.manifests.length + prod.manifests.length === 0 ? (
            nothing
          ) : (
            <EnvironmentDiff dev={dev.manifests} prod={prod.manifests} />
          )}
        </TabPanel>
      </Tabs>
    </section>
  );
}
