import { useEffect, useRef, useState } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { packDraft, unpackDraft } from './shareDraft';
import type { ScoreDraft } from './scoreDraft';

/** How long typing must pause before the address follows, in milliseconds. */
const pauseFor = 400;

/** A draft that lives in the address: a link shows the same to others, and a reload keeps it. */
export function useSharedDraft(first: ScoreDraft) {
  const { hash } = useLocation();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(first);
  /** Why the link could not be read. */
  const [broken, setBroken] = useState(false);
  /** What the address says, as far as it came from here. */
  const written = useRef<string>();
  const [edited, setEdited] = useState(false);

  useEffect(() => {
    const packed = hash.slice(1);
    if (!packed || packed === written.current) return undefined;
    let current = true;
    unpackDraft(packed).then(
      value => {
        if (!current) return;
        written.current = packed;
        setDraft(value);
        setBroken(false);
      },
      () => current && setBroken(true),
    );
    return () => {
      current = false;
    };
  }, [hash]);

  useEffect(() => {
    if (!edited) return undefined;
    let current = true;
    const timer = setTimeout(async () => {
      const packed = await packDraft(draft);
      if (!current || packed === written.current) return;
      written.current = packed;
      navigate({ hash: packed }, { replace: true });
    }, pauseFor);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [draft, edited, navigate]);

  const change = (value: ScoreDraft) => {
    setEdited(true);
    setBroken(false);
    setDraft(value);
  };
  return { draft, change, broken };
}
