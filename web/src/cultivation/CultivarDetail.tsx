import { Stack } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/hooks';
import type { Cultivar } from '../api/types';
import { ScreenLoading } from '../kit/Loading';
import { Page } from '../kit/Page';
import { BackLink, PlainLink } from '../kit/PlainLink';
import { ProblemNote } from '../kit/ProblemNote';
import { useMay } from '../session/session';
import { CultivarForm } from './CultivarForm';
import { StrainLinks } from './StrainLinks';

export function CultivarDetail() {
  const { t } = useTranslation();
  const { id }: { id?: string } = useParams({ strict: false });
  const may = useMay();
  const read = useRead<Cultivar>(`/cultivars/${id ?? ''}`);
  const back = <BackLink to="/cultivars">{t('app.nav.cultivars')}</BackLink>;
  if (!read.data && read.error) {
    return (
      <Page title={t('cultivation.cultivar.unknown')} back={back} narrow>
        <ProblemNote problem={read.error} retry={read.refetch} />
      </Page>
    );
  }
  if (!read.data) return <ScreenLoading />;
  const cultivar = read.data;
  return (
    <Page
      title={cultivar.name}
      lead={
        <PlainLink to="/batches" search={{ cultivarId: cultivar.id }}>
          {t('cultivation.cultivar.batches', { count: cultivar.batchCount })}
        </PlainLink>
      }
      back={back}
      narrow
    >
      <Stack gap="lg">
        <StrainLinks cultivar={cultivar} />
        {/* A new form for a new version, so that it never sends an old one. */}
        <CultivarForm
          key={cultivar.version}
          cultivar={cultivar}
          readOnly={!may('batch:edit')}
          saved={() => void read.refetch()}
        />
      </Stack>
    </Page>
  );
}
