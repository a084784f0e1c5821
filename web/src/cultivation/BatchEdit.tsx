import { useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/hooks';
import type { Batch } from '../api/types';
import { ScreenLoading } from '../kit/Loading';
import { Page } from '../kit/Page';
import { BackLink } from '../kit/PlainLink';
import { ProblemNote } from '../kit/ProblemNote';
import { BatchForm } from './BatchForm';
import { valuesOf } from './batchValues';

export function BatchEdit() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id }: { id?: string } = useParams({ strict: false });
  const batch = useRead<Batch>(`/batches/${id ?? ''}`);
  const back = () => void navigate({ to: `/batches/${id ?? ''}` });
  if (!batch.data) {
    return batch.error ? <ProblemNote problem={batch.error} retry={batch.refetch} /> : <ScreenLoading />;
  }
  return (
    <Page
      title={t('cultivation.batch.edit', { name: batch.data.batchNumber })}
      back={<BackLink to={`/batches/${batch.data.id}`}>{batch.data.batchNumber}</BackLink>}
      narrow
    >
      <BatchForm initial={valuesOf(batch.data)} batch={batch.data} saved={back} cancel={back} />
    </Page>
  );
}
