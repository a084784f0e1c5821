import { Group, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  /** Wall clock, `2026-11-20T08:00`. */
  value: string;
  onChange: (value: string) => void;
  zone: string;
  error?: ReactNode;
}

/** A day and a time as the browser's own fields: a phone opens its own wheels. */
export function WhenFields({ value, onChange, zone, error }: Props) {
  const { t } = useTranslation();
  const [day = '', time = ''] = value.split('T');
  return (
    <Group grow align="flex-start">
      <TextInput
        type="date"
        label={t('tasks.form.day')}
        required
        value={day}
        error={error}
        onChange={(event) => onChange(`${event.currentTarget.value}T${time}`)}
      />
      <TextInput
        type="time"
        label={t('tasks.form.time')}
        required
        value={time}
        description={zone}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        onChange={(event) => onChange(`${day}T${event.currentTarget.value.slice(0, 5)}`)}
      />
    </Group>
  );
}
