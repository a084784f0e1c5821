import { useTranslation } from 'react-i18next';
import type { BatchCheck } from '../api/types';
import { Facts } from '../kit/Facts';
import { Day, Num } from '../kit/Moment';
import { Panel } from '../kit/Panel';

/** Exactly what Metrc will be told. */
export function PushReport({ check }: { check: BatchCheck }) {
  const { t } = useTranslation();
  const { report, path } = check;
  if (!report) return null;
  return (
    <Panel title={t('compliance.push.report')} lead={path ? t(`compliance.path.${path}`) : undefined}>
      <Facts
        facts={[
          { name: t('compliance.details.name'), value: report.name },
          { name: t('compliance.details.type'), value: report.type },
          { name: t('cultivation.batch.plants'), value: <Num value={report.count} /> },
          { name: t('compliance.strain'), value: report.strain },
          { name: t('compliance.push.location'), value: report.location },
          { name: t('compliance.push.planted'), value: <Day on={report.plantedDate} /> },
        ]}
      />
    </Panel>
  );
}
