import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '../kit/Page';
import { BackLink } from '../kit/PlainLink';
import { CultivarForm } from './CultivarForm';

export function CultivarNew() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Page
      title={t('cultivation.cultivar.new')}
      back={<BackLink to="/cultivars">{t('app.nav.cultivars')}</BackLink>}
      narrow
    >
      <CultivarForm saved={(cultivar) => void navigate({ to: `/cultivars/${cultivar.id}` })} />
    </Page>
  );
}
