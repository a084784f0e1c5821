import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCloudUpload, IconRefresh, IconUnlink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSend } from '../api/hooks';
import type { Batch } from '../api/types';
import { EnvironmentPill } from '../compliance/EnvironmentPill';
import { MetrcBadge } from '../compliance/MetrcBadge';
import { PushDialog } from '../compliance/PushDialog';
import { standOf, stands, type Offer } from '../compliance/stand';
import { StatusFacts, useSyncStatus } from '../compliance/SyncDetails';
import { RowsLoading } from '../kit/Loading';
import { Panel } from '../kit/Panel';
import { ProblemNote } from '../kit/ProblemNote';
import { ReasonDialog } from '../kit/ReasonDialog';
import { toast } from '../kit/toast';
import { useMay } from '../session/session';
import { useSite } from '../session/site';

/** What Metrc knows of this batch, and the one thing that can be done about it now. */
export function BatchMetrc({ batch }: { batch: Batch }) {
  const { t } = useTranslation();
  const { sites } = useSite();
  const site = sites.find((one) => one.id === batch.siteId);
  const read = useSyncStatus(batch.id);
  const badge = read.data?.status ?? batch.metrcSyncStatus;
  const stand = read.data ? standOf(read.data) : undefined;
  return (
    <Panel
      title={t('compliance.metrc')}
      lead={t('compliance.cardLead')}
      actions={
        <>
          {site ? <EnvironmentPill environment={site.sandbox ? 'sandbox' : 'production'} /> : null}
          <MetrcBadge batchId={batch.id} badge={badge} stand={stand} />
        </>
      }
    >
      <Stack>
        {read.error && !read.data ? <ProblemNote problem={read.error} retry={read.refetch} /> : null}
        {!read.data && !read.error ? <RowsLoading rows={3} /> : null}
        {read.data ? <StatusFacts status={read.data} /> : null}
        {stand ? <MetrcActions batch={batch} offer={stands[stand].offer} /> : null}
      </Stack>
    </Panel>
  );
}

function MetrcActions({ batch, offer }: { batch: Batch; offer: Offer }) {
  const { t } = useTranslation();
  const may = useMay();
  const [pushing, push] = useDisclosure(false);
  const [unlinking, unlink] = useDisclosure(false);
  const canPush = offer === 'push' || offer === 'again';
  return (
    <>
      {canPush && !may('compliance:push') ? (
        <Text size="sm" c="dimmed">
          {t('compliance.push.notAllowed')}
        </Text>
      ) : null}
      <Group>
        {canPush && may('compliance:push') ? (
          <Button
            leftSection={
              offer === 'push' ? (
                <IconCloudUpload size={18} aria-hidden />
              ) : (
                <IconRefresh size={18} aria-hidden />
              )
            }
            onClick={push.open}
          >
            {t(offer === 'push' ? 'compliance.push.open' : 'compliance.push.again')}
          </Button>
        ) : null}
        {offer === 'linked' && may('compliance:approve') ? (
          <Button variant="default" leftSection={<IconUnlink size={18} aria-hidden />} onClick={unlink.open}>
            {t('compliance.unlink.open')}
          </Button>
        ) : null}
      </Group>
      {pushing ? <PushDialog batch={batch} close={push.close} /> : null}
      {unlinking ? <Unlink batch={batch} close={unlink.close} /> : null}
    </>
  );
}

function Unlink({ batch, close }: { batch: Batch; close: () => void }) {
  const { t } = useTranslation();
  const send = useSend<{ reason: string }>({
    method: 'POST',
    path: `/compliance/batches/${batch.id}/unlink`,
    refreshes: ['/compliance', '/batches', '/today'],
    onDone: () => {
      toast.done(t('compliance.unlink.done', { name: batch.batchNumber }));
      close();
    },
  });
  return (
    <ReasonDialog
      opened
      close={close}
      title={t('compliance.unlink.title', { name: batch.batchNumber })}
      text={t('compliance.unlink.text')}
      action={t('compliance.unlink.send')}
      busy={send.isPending}
      problem={send.error}
      send={(reason) => send.mutate({ reason })}
    />
  );
}
