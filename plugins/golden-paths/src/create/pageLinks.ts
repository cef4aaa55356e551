import { useRouteRef } from '@backstage/frontend-plugin-api';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';

/** Where the pages of Create are. */
export interface PageLinks {
  list: string;
  tasks: string;
  form: (path: { namespace: string; name: string }) => string;
  run: (taskId: string) => string;
}

/** The addresses of Create, from the routes of the scaffolder, so that links of other plugins agree. */
export function usePageLinks(): PageLinks {
  const { routes } = scaffolderPlugin;
  const list = useRouteRef(routes.root);
  const tasks = useRouteRef(routes.listTasks);
  const form = useRouteRef(routes.selectedTemplate);
  const run = useRouteRef(routes.ongoingTask);
  return {
    list: list?.() ?? '/create',
    tasks: tasks?.() ?? '/create/tasks',
    form: ({ namespace, name }) =>
      form?.({ namespace, templateName: name }) ??
      `/create/templates/${namespace}/${name}`,
    run: taskId => run?.({ taskId }) ?? `/create/tasks/${taskId}`,
  };
}
