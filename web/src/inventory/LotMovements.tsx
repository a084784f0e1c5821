import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LotDetail } from '../api/types';
import { formatNumber } from '../kit/format';
import { At } from '../kit/Moment';
import { isMovementKind, isReason, signed } from './movements';
import styles from './LotMovements.module.css';

/** The ledger of a lot: every movement with its sign. The quantity above is their sum. */
export function LotMovements({ lot }: { lot: LotDetail }) {
  const { t, i18n } = useTranslation();
  if (lot.movements.length === 0) return <Text c="dimmed">{t('inventory.noMovements')}</Text>;
  return (
    <ol className={styles['ledger']}>
      {lot.movements.map((movement) => (
        <li key={movement.id}>
          <div>
            <div>
              {isMovementKind(movement.kind) ? t(`inventory.kinds.${movement.kind}`) : movement.kind}
              {movement.reason
                ? ` · ${isReason(movement.reason) ? t(`inventory.reasons.${movement.reason}`) : movement.reason}`
                : ''}
            </div>
            <Text size="sm" c="dimmed">
              <At at={movement.at} />
              {movement.actor ? ` · ${movement.actor}` : ''}
            </Text>
          </div>
          <strong className={styles['amount']} data-out={movement.quantity < 0 || undefined}>
            {signed(movement.quantity, (value) => formatNumber(value, i18n.language))} {movement.unit}
          </strong>
        </li>
      ))}
    </ol>
  );
}
