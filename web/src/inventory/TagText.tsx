import styles from './TagText.module.css';

const tail = 6;

/** A 24-character tag; its last characters, which people read aloud, stand out. */
export function TagText({ tag }: { tag: string }) {
  return (
    <span className={styles['tag']}>
      {tag.slice(0, -tail)}
      <strong>{tag.slice(-tail)}</strong>
    </span>
  );
}
