import { useTranslation } from 'react-i18next';
import type { Batch } from '../api/types';
import { Facts } from '../kit/Facts';
import { Ago, Day, Num } from '../kit/Moment';
import { Panel } from '../kit/Panel';
import { PlainLink } from '../kit/PlainLink';
import { useStageName } from './stages';

export function BatchOverview({ batch }: { batch: Batch }) {
  const { t } = useTranslation();
  const stageName = useStageName();
  const cultivar = batch.cultivarId ? (
    <PlainLink to={`/cultivars/${batch.cultivarId}`}>{batch.cultivarName}</PlainLink>
  ) : (
    t('cultivation.batch.noCultivar')
  );
  return (
    <Panel title={t('cultivation.batch.overview')}>
      <Facts
        facts={[
          { name: t('cultivation.cultivar.one'), value: cultivar },
          { name: t('cultivation.batch.kind'), value: t(`cultivation.domains.${batch.domainType}`) },
          { name: t('cultivation.batch.stage'), value: stageName(batch.stage) },
          { name: t('cultivation.batch.sourceType'), value: t(`cultivation.sources.${batch.sourceType}`) },
          { name: t('cultivation.batch.plants'), value: <Num value={batch.plantCount} /> },
          {
            name: t('cultivation.batch.tracked'),
            value: t('cultivation.batch.trackedWords', {
              tracked: batch.trackedCount,
              untracked: batch.untrackedCount,
            }),
          },
          { name: t('cultivation.batch.start'), value: <Day on={batch.startDate} /> },
          { name: t('cultivation.batch.expectedHarvest'), value: <Day on={batch.expectedHarvestDate} /> },
          batch.actualHarvestDate
            ? { name: t('cultivation.batch.actualHarvest'), value: <Day on={batch.actualHarvestDate} /> }
            : null,
          batch.sourcePackageLabel
            ? { name: t('cultivation.batch.sourcePackage'), value: batch.sourcePackageLabel }
            : null,
          batch.motherPlantLabel
            ? { name: t('cultivation.batch.motherPlant'), value: batch.motherPlantLabel }
            : null,
          { name: t('cultivation.updated'), value: <Ago at={batch.updatedAt} /> },
          batch.notes ? { name: t('cultivation.notes'), value: batch.notes, wide: true } : null,
        ]}
      />
    </Panel>
  );
}
