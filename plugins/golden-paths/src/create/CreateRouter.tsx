import type { ReactNode } from 'react';
import { PageFrame } from '@cairn/plugin-platform-react';
import { Navigate, Route, Routes } from 'react-router-dom';
import { PathFormPage } from '../form/PathFormPage';
import { RunPage } from '../run/RunPage';
import { usePageLinks } from './pageLinks';
import { PathListPage } from './PathListPage';
import { RunListPage } from './RunListPage';

/** A page of the scaffolder's own that is left as it is. */
export interface UpstreamPage {
  path: string;
  title: string;
  element: ReactNode;
}

/** The words of our own for pages whose titles are not in sentence case. */
const titles: Record<string, string> = {
  actions: 'Actions of golden paths',
  edit: 'Template editor',
  'templating-extensions': 'Templating extensions',
};

/** Pages that are ours entirely. */
const replaced = ['templates', 'tasks'];

/** Everything under `/create`: our list, form and run, and the rest of the scaffolder in our frame. */
export function CreateRouter({ pages }: { pages: UpstreamPage[] }) {
  const links = usePageLinks();
  return (
    <Routes>
      <Route index element={<PathListPage />} />
      <Route path="templates" element={<Navigate to={links.list} replace />} />
      <Route
        path="templates/:namespace/:templateName"
        element={<PathFormPage />}
      />
      <Route path="tasks" element={<RunListPage />} />
      <Route path="tasks/:taskId" element={<RunPage />} />
      {pages
        .filter(page => !replaced.includes(page.path))
        .map(page => (
          <Route
            key={page.path}
            path={`${page.path}/*`}
            element={
              <PageFrame
                title={titles[page.path] ?? page.title}
                back={{ href: links.list, label: 'Create' }}
              >
                {page.element}
              </PageFrame>
            }
          />
        ))}
    </Routes>
  );
}
