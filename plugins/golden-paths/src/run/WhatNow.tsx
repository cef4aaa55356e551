import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  entityRouteParams,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import type { ScaffolderTaskOutput } from '@backstage/plugin-scaffolder-react';
import { Link } from '@backstage/ui';
import { CopyButton, Panel } from '@cairn/plugin-platform-react';
import { RiArrowRightLine } from '@remixicon/react';
import { readCommands } from './readCommands';
import styles from './WhatNow.module.css';

/** A place to go to. */
export interface Destination {
  title: string;
  href: string;
}

/** The links a template gives at its end. */
export function useOutputLinks(
  output: ScaffolderTaskOutput | undefined,
): Destination[] {
  const entityHref = useRouteRef(entityRouteRef);
  return (output?.links ?? []).flatMap(({ title, url, entityRef }) => {
    const href = entityRef ? entityHref?.(entityRouteParams(entityRef)) : url;
    return href ? [{ title: title ?? href, href }] : [];
  });
}

function Commands({ commands }: { commands: string[] }) {
  return (
    <ol className={styles.commands}>
      {commands.map(command => (
        <li key={command}>
          <code>{command}</code>
          <CopyButton text={command} label={`Copy ${command}`} compact />
        </li>
      ))}
    </ol>
  );
}

interface WhatNowProps {
  output: ScaffolderTaskOutput | undefined;
  links: Destination[];
}

/** The end of a run: what to type next, and where everything is. */
export function WhatNow({ output, links }: WhatNowProps) {
  const texts = output?.text ?? [];
  return (
    <Panel title="What now">
      {texts.map(({ title, content = '' }, index) => (
        <div key={title ?? index} className={styles.text}>
          {title && title !== 'What now' && <h3>{title}</h3>}
          {readCommands(content).map(part =>
            part.kind === 'text' ? (
              <p key={part.text}>{part.text}</p>
            ) : (
              <Commands key={part.commands.join()} commands={part.commands} />
            ),
          )}
        </div>
      ))}
      {links.length > 0 && (
        <ul className={styles.links} aria-label="Where everything is">
          {links.map(({ title, href }) => (
            <li key={`${title} ${href}`}>
              <Link href={href} className={styles.link}>
                {title}
                <RiArrowRightLine size={16} aria-hidden />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
