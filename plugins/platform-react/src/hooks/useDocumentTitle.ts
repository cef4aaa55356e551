import { useEffect } from 'react';

/**
 * Names the browser's tab and the entry in its history after the page.
 *
 * @param title - the page's heading; empty while it is not known
 */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} | Cairn` : 'Cairn';
  }, [title]);
}
