import { useEffect, useRef } from 'react';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { indentOnInput, indentUnit } from '@codemirror/language';
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { Annotation, EditorState } from '@codemirror/state';
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { editorTheme } from './editorTheme';
import styles from './CodeEditor.module.css';

/** Something to mark in the text; lines and columns count from 1. */
export interface EditorMark {
  line: number;
  column: number;
  severity: 'error' | 'warning';
  message: string;
}

interface CodeEditorProps {
  /** What it holds, for screen readers. */
  label: string;
  value: string;
  /** Left out, the text can only be read. */
  onChange?: (value: string) => void;
  marks?: EditorMark[];
  /** A place to show; a new object goes there again. */
  place?: { line: number; column?: number; focus?: boolean };
  describedBy?: string;
}

/** Marks changes that come from outside, so that they are not reported back. */
const fromOutside = Annotation.define<boolean>();

function positionOf(state: EditorState, line: number, column = 1): number {
  const { from, to } = state.doc.line(
    Math.min(Math.max(line, 1), state.doc.lines),
  );
  return Math.min(from + Math.max(column - 1, 0), to);
}

function diagnosticOf(state: EditorState, mark: EditorMark): Diagnostic {
  const from = positionOf(state, mark.line, mark.column);
  const word = state.wordAt(from);
  return {
    from,
    to: word?.to ?? state.doc.lineAt(from).to,
    severity: mark.severity,
    message: mark.message,
  };
}

/**
 * An editor for YAML. Tab is left to the page, so that nobody is caught in it; Ctrl or Cmd with the
 * square brackets indents.
 */
export function CodeEditor(props: CodeEditorProps) {
  const { label, value, onChange, marks, place, describedBy } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>();
  const latest = useRef(props);
  latest.current = props;
  const readOnly = onChange === undefined;

  useEffect(() => {
    const parent = host.current;
    if (!parent) return undefined;
    const editor = new EditorView({
      parent,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          lineNumbers(),
          drawSelection(),
          yaml(),
          editorTheme,
          indentUnit.of('  '),
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.contentAttributes.of({
            'aria-label': label,
            spellcheck: 'false',
            ...(describedBy && { 'aria-describedby': describedBy }),
            // What scrolls has to be reachable by keyboard, and say so itself.
            tabindex: '0',
            ...(readOnly && { 'aria-readonly': 'true' }),
          }),
          ...(readOnly
            ? [EditorState.readOnly.of(true), EditorView.editable.of(false)]
            : [
                history(),
                indentOnInput(),
                highlightActiveLine(),
                lintGutter(),
              ]),
          EditorView.updateListener.of(update => {
            const outside = update.transactions.some(transaction =>
              transaction.annotation(fromOutside),
            );
            if (update.docChanged && !outside) {
              latest.current.onChange?.(update.state.doc.toString());
            }
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [label, describedBy, readOnly]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: value },
      annotations: fromOutside.of(true),
    });
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || readOnly) return;
    const diagnostics = (marks ?? []).map(mark =>
      diagnosticOf(editor.state, mark),
    );
    editor.dispatch(setDiagnostics(editor.state, diagnostics));
  }, [marks, readOnly, label]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || !place) return;
    const at = positionOf(editor.state, place.line, place.column);
    editor.dispatch({
      selection: { anchor: at },
      effects: EditorView.scrollIntoView(at, { y: 'start', yMargin: 8 }),
    });
    if (place.focus) editor.focus();
  }, [place]);

  return <div ref={host} className={styles.editor} data-read-only={readOnly} />;
}
