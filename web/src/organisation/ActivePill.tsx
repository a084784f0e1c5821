import { IconArchive, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { StatusPill } from '../kit/StatusPill';

export function ActivePill({ active }: { active: boolean }) {
  const { t } = useTranslation();
  return (
    <StatusPill tone={active ? 'green' : 'grey'} icon={active ? IconCheck : IconArchive}>
      {t(active ? 'kit.active' : 'kit.inactive')}
    </StatusPill>
  );
}
