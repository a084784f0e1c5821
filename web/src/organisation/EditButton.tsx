import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

export function EditButton({ name, edit }: { name: string; edit: () => void }) {
  const { t } = useTranslation();
  return (
    <Button
      variant="subtle"
      size="sm"
      leftSection={<IconPencil size={16} aria-hidden />}
      aria-label={t('organisation.editNamed', { name })}
      onClick={edit}
    >
      {t('kit.edit')}
    </Button>
  );
}
