import { Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function RowsLoading({ label, rows = 6 }: { label?: string; rows?: number }) {
  const { t } = useTranslation();
  return (
    <Stack
      gap="xs"
      role="status"
      aria-label={label ? t('kit.loadingNamed', { name: label }) : t('kit.loading')}
    >
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={52} radius="md" />
      ))}
    </Stack>
  );
}

export function ScreenLoading() {
  const { t } = useTranslation();
  return (
    <Stack gap="md" p="lg" role="status" aria-label={t('kit.loading')}>
      <Skeleton height={34} width="38%" />
      <Skeleton height={18} width="60%" />
      <Skeleton height={180} radius="lg" />
      <Skeleton height={260} radius="lg" />
    </Stack>
  );
}
