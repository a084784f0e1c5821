import { Button } from '@mantine/core';
import { IconPlus, IconRefresh } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../session/session';

export function QuickActions() {
  const { t } = useTranslation();
  const may = useMay();
  return (
    <>
      {may('compliance:sync') ? (
        <Button
          component={Link}
          to="/compliance"
          variant="default"
          leftSection={<IconRefresh size={18} aria-hidden />}
        >
          {t('today.sync')}
        </Button>
      ) : null}
      {may('batch:edit') ? (
        <Button component={Link} to="/batches/new" leftSection={<IconPlus size={18} aria-hidden />}>
          {t('today.newBatch')}
        </Button>
      ) : null}
    </>
  );
}
