import { useEffect } from 'react';
import { useNavigate } from 'react-router-dom';

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

/**
 * `/` (outside fields) and Ctrl K or ⌘ K open the search page.
 *
 * @param href - where the search page is; nothing happens while it is undefined
 */
export function useSearchShortcut(href: string | undefined): void {
  const navigate = useNavigate();
  useEffect(() => {
    if (!href) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      const combined =
        (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
      const slash =
        event.key === '/' &&
        !event.ctrlKey &&
        !event.metaKey &&
        !event.altKey &&
        !isTyping(event.target);
      if (!combined && !slash) return;
      event.preventDefault();
      navigate(href);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [href, navigate]);
}
