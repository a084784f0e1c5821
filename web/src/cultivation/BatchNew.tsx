import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { todayIn } from '../kit/format';
import { Page } from '../kit/Page';
import { BackLink } from '../kit/PlainLink';
import { useSite } from '../session/site';
import { browserTimeZone } from '../session/timeZones';
import { BatchForm } from './BatchForm';
import { newBatch } from './batchValues';

export function BatchNew() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  // With several sites nothing is guessed: a batch at the wrong site would be told under the wrong licence.
  const { site } = useSite();
  const [initial] = useState(() =>
    newBatch(site?.id ?? '', todayIn(site?.timeZone ?? browserTimeZone(), new Date())),
  );
  return (
    <Page
      title={t('cultivation.batch.new')}
      back={<BackLink to="/batches">{t('app.nav.batches')}</BackLink>}
      narrow
    >
      <BatchForm
        initial={initial}
        saved={(batch) => void navigate({ to: `/batches/${batch.id}` })}
        cancel={() => void navigate({ to: '/batches' })}
      />
    </Page>
  );
}
