/** Tells the server what breaks in this browser, so that it is seen. */
export function reportErrors(): void {
  const report = (message: string) => {
    const body = JSON.stringify({ message: message.slice(0, 2000), page: location.pathname });
    navigator.sendBeacon('/client-errors', new Blob([body], { type: 'application/json' }));
  };
  window.addEventListener('error', ({ message }) => {
    report(message);
  });
  window.addEventListener('unhandledrejection', ({ reason }) => {
    report(reason instanceof Error ? reason.message : String(reason));
  });
}
