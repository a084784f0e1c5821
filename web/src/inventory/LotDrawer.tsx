import { Drawer, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/hooks';
import type { LotDetail } from '../api/types';
import { CopyText } from '../kit/CopyText';
import { Facts } from '../kit/Facts';
import { RowsLoading } from '../kit/Loading';
import { lotLooks } from '../kit/looks';
import { Ago, Day, Num } from '../kit/Moment';
import { ProblemNote } from '../kit/ProblemNote';
import { StatusPill } from '../kit/StatusPill';
import { LotFlags } from './lotColumns';
import { LotMovements } from './LotMovements';
import { Note } from '../kit/Note';

export function LotDrawer({ id, close }: { id: string; close: () => void }) {
  const { t } = useTranslation();
  const read = useRead<LotDetail>(`/lots/${id}`);
  return (
    <Drawer opened onClose={close} title={read.data?.productName ?? t('inventory.lot')}>
      {read.error && !read.data ? <ProblemNote problem={read.error} retry={read.refetch} /> : null}
      {!read.data && !read.error ? <RowsLoading /> : null}
      {read.data ? <LotView lot={read.data} /> : null}
    </Drawer>
  );
}

function LotView({ lot }: { lot: LotDetail }) {
  const { t } = useTranslation();
  return (
    <Stack gap="lg">
      <Group gap="xs">
        <StatusPill {...lotLooks[lot.status]}>{t(`inventory.status.${lot.status}`)}</StatusPill>
        <LotFlags lot={lot} />
      </Group>
      {lot.conflict ? <Note tone="orange" title={t('inventory.conflictWords')} /> : null}
      {lot.gone ? <Note tone="grey" title={t('inventory.goneWords')} /> : null}
      <Facts
        facts={[
          { name: t('inventory.quantity'), value: <Num value={lot.quantity} unit={lot.unitOfMeasure} /> },
          { name: t('inventory.place'), value: lot.locationName ?? '–' },
          lot.packageLabel
            ? {
                name: t('inventory.package'),
                value: <CopyText text={lot.packageLabel} label={t('inventory.copyTag')} />,
                wide: true,
              }
            : null,
          { name: t('inventory.lotNumber'), value: lot.lotNumber },
          lot.metrcPackageId ? { name: t('inventory.metrcId'), value: String(lot.metrcPackageId) } : null,
          { name: t('inventory.lab'), value: lot.labTestingState ?? '–' },
          { name: t('inventory.packaged'), value: <Day on={lot.packagedDate} /> },
          lot.expirationDate
            ? { name: t('inventory.expires'), value: <Day on={lot.expirationDate} /> }
            : null,
          { name: t('inventory.received'), value: <Ago at={lot.receivedAt} /> },
          { name: t('app.site'), value: lot.siteName },
        ]}
      />
      <section>
        <Text component="h3" fw={600} m={0} mb="xs">
          {t('inventory.movements')}
        </Text>
        <LotMovements lot={lot} />
      </section>
    </Stack>
  );
}
