import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/hooks';
import type { Batch } from '../api/types';
import { ScreenLoading } from '../kit/Loading';
import { batchLooks } from '../kit/looks';
import { Page } from '../kit/Page';
import { BackLink } from '../kit/PlainLink';
import { ProblemNote } from '../kit/ProblemNote';
import { StatusPill } from '../kit/StatusPill';
import { useMay } from '../session/session';
import { BatchTabs } from './BatchTabs';
import { CountDialog } from './CountDialog';
import { StageDialog } from './StageDialog';
import { useNextStages, useStageName } from './stages';

export function BatchDetail() {
  const { t } = useTranslation();
  const { id }: { id?: string } = useParams({ strict: false });
  const may = useMay();
  const stageName = useStageName();
  const nextStages = useNextStages();
  const [dialog, setDialog] = useState<'stage' | 'count' | null>(null);
  const close = () => setDialog(null);
  const read = useRead<Batch>(`/batches/${id ?? ''}`);
  const batch = read.data;
  const back = <BackLink to="/batches">{t('app.nav.batches')}</BackLink>;
  if (!batch && read.error) {
    return (
      <Page title={t('cultivation.batch.unknown')} back={back} narrow>
        <ProblemNote problem={read.error} retry={read.refetch} />
      </Page>
    );
  }
  if (!batch) return <ScreenLoading />;
  const canMove = may('batch:edit') && nextStages(batch).length > 0;
  return (
    <Page
      title={batch.batchNumber}
      lead={[batch.cultivarName, stageName(batch.stage), batch.siteName].filter(Boolean).join(' · ')}
      badge={
        <StatusPill {...batchLooks[batch.status]}>{t(`cultivation.batchStatus.${batch.status}`)}</StatusPill>
      }
      back={back}
      actions={
        <>
          {canMove ? (
            <>
              <Button variant="default" onClick={() => setDialog('stage')}>
                {t('cultivation.stage.change')}
              </Button>
              <Button variant="default" onClick={() => setDialog('count')}>
                {t('cultivation.count.change')}
              </Button>
            </>
          ) : null}
          {may('batch:edit') ? (
            <Button
              component={Link}
              to={`/batches/${batch.id}/edit`}
              variant="default"
              leftSection={<IconPencil size={18} aria-hidden />}
            >
              {t('kit.edit')}
            </Button>
          ) : null}
        </>
      }
    >
      <BatchTabs batch={batch} />
      {dialog === 'stage' ? <StageDialog batch={batch} close={close} /> : null}
      {dialog === 'count' ? <CountDialog batch={batch} close={close} /> : null}
    </Page>
  );
}
