import { useId, type ReactNode } from 'react';
import styles from './ChoiceCards.module.css';

/** One card of a choice. */
export interface ChoiceCard {
  value: string;
  title: string;
  text: ReactNode;
  /** Why it cannot be chosen; shown on the card. */
  unavailable?: string;
}

interface ChoiceCardsProps {
  id: string;
  label: string;
  description?: string;
  cards: ChoiceCard[];
  value: string;
  onChange: (value: string) => void;
  problem?: string;
}

/** One of a few, as cards: native radio buttons, so that the arrow keys work as everywhere. */
export function ChoiceCards(props: ChoiceCardsProps) {
  const name = useId();
  const labelId = `${props.id}-label`;
  const problemId = `${props.id}-problem`;
  return (
    <div
      id={props.id}
      role="radiogroup"
      aria-labelledby={labelId}
      aria-describedby={props.problem ? problemId : undefined}
    >
      <div id={labelId} className={styles.label}>
        {props.label}
      </div>
      {props.description && (
        <p className={styles.description}>{props.description}</p>
      )}
      <div className={styles.cards}>
        {props.cards.map(card => (
          <label
            key={card.value}
            className={styles.card}
            data-unavailable={Boolean(card.unavailable)}
          >
            <input
              type="radio"
              name={name}
              value={card.value}
              aria-label={card.title}
              aria-describedby={`${props.id}-${card.value}`}
              checked={props.value === card.value}
              disabled={Boolean(card.unavailable)}
              onChange={() => props.onChange(card.value)}
            />
            <span>
              <span className={styles.title}>{card.title}</span>
              <span id={`${props.id}-${card.value}`} className={styles.text}>
                {card.text}
                {card.unavailable && (
                  <span className={styles.unavailable}>{card.unavailable}</span>
                )}
              </span>
            </span>
          </label>
        ))}
      </div>
      {props.problem && (
        <p id={problemId} className={styles.problem}>
          {props.problem}
        </p>
      )}
    </div>
  );
}
