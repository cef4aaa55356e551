interface CairnMarkProps {
  /** Width and height in pixels. */
  size: number;
  /** Said by screen readers; without it the mark is decoration. */
  title?: string;
}

/** The mark: three stacked stones, drawn on a grid of 16 so that it stays sharp when small. */
export function CairnMark({ size, title }: CairnMarkProps) {
  const naming = title
    ? ({ role: 'img', 'aria-label': title } as const)
    : ({ 'aria-hidden': true } as const);
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="currentColor"
      focusable="false"
      {...naming}
    >
      <path d="M6.2 1.6C7.6.9 9.5 1 10.3 2.2c.7 1.1-.1 2.3-2 2.5-1.8.2-3.4-.3-3.5-1.4-.1-.7.5-1.3 1.4-1.7Z" />
      <path d="M4.6 6.2c2-.7 5.6-.8 7 .2 1.5 1.1.5 2.9-1.7 3.2-2.3.4-5.4.3-6.6-.8-1-1-.2-2.1 1.3-2.6Z" />
      <path d="M3.2 11.5c2.7-.9 7.8-.9 10 .2 2 1 1.3 2.9-1.5 3.3-2.9.4-7 .3-9-.5-1.9-.8-1.5-2.3.5-3Z" />
    </svg>
  );
}
