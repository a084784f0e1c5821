import { useTranslation } from 'react-i18next';
import { At, Day } from '../kit/Moment';
import { useSession } from '../session/session';
import { entriesOf } from '../sync/fieldText';
import type { SyncField } from '../sync/tables';
import styles from './Conflicts.module.css';

const wordsOfValues = ['pending', 'completed', 'skipped', 'edited', 'deleted', 'true', 'false'] as const;
type Said = (typeof wordsOfValues)[number];
const isSaid = (value: string): value is Said => (wordsOfValues as readonly string[]).includes(value);

/** A canonical text as people read it. */
export function FieldValue({ field, value }: { field: SyncField | undefined; value: string | null }) {
  const { t } = useTranslation();
  const { sites } = useSession();
  if (value === null || value === '') return <span className={styles['empty']}>{t('conflicts.empty')}</span>;
  if (field?.kind === 'moment') return <At at={value} />;
  if (field?.kind === 'date') return <Day on={value} />;
  if (field?.kind === 'uuid') return <>{sites.find(({ id }) => id === value)?.name ?? value.slice(0, 8)}</>;
  if (field?.kind === 'text_set') {
    const entries = entriesOf(value);
    return <>{t('conflicts.entries', { count: entries.length })}</>;
  }
  const isWord = field?.name === 'status' || field?.kind === 'boolean' || field === undefined;
  if (isWord && isSaid(value)) return <>{t(`conflicts.values.${value}`)}</>;
  return <span className={styles['text']}>{value}</span>;
}
