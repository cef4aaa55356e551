import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const colours = HighlightStyle.define([
  {
    tag: tags.definition(tags.propertyName),
    color: 'var(--cairn-accent-text)',
  },
  { tag: tags.propertyName, color: 'var(--cairn-accent-text)' },
  { tag: [tags.string, tags.content], color: 'var(--bui-fg-primary)' },
  {
    tag: [tags.number, tags.bool, tags.null],
    color: 'var(--bui-fg-announcement)',
  },
  { tag: tags.comment, color: 'var(--bui-fg-secondary)', fontStyle: 'italic' },
  {
    tag: [tags.separator, tags.punctuation, tags.meta],
    color: 'var(--bui-fg-secondary)',
  },
]);

const look = EditorView.theme({
  '&': {
    height: '100%',
    fontSize: '13px',
    color: 'var(--bui-fg-primary)',
    backgroundColor: 'transparent',
  },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--bui-font-monospace)',
    lineHeight: '20px',
    overflow: 'auto',
  },
  '.cm-content': {
    caretColor: 'var(--bui-fg-primary)',
    padding: '8px 0',
    outline: 'none',
  },
  '.cm-cursor': { borderLeftColor: 'var(--bui-fg-primary)' },
  '.cm-gutters': {
    backgroundColor: 'var(--bui-bg-neutral-2)',
    borderRight: '1px solid var(--bui-border-1)',
    color: 'var(--bui-fg-secondary)',
  },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': {
    backgroundColor: 'var(--cairn-quiet-bg)',
  },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { backgroundColor: 'var(--bui-announcement-bg-subdued)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--bui-bg-neutral-1)',
    border: '1px solid var(--bui-border-2)',
    borderRadius: '6px',
    color: 'var(--bui-fg-primary)',
    maxWidth: '420px',
  },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--bui-fg-negative)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--bui-fg-warning)' },
});

/** How code looks: by the portal's variables, so that it follows the theme. */
export const editorTheme = [look, syntaxHighlighting(colours)];
