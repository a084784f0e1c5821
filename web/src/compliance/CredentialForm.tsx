import { Button, Group, PasswordInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { isNotEmpty } from '@mantine/form';
import { IconShieldCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Credential, Environment, SiteRef } from '../api/types';
import { ProblemNote } from '../kit/ProblemNote';
import { useSaveForm } from '../kit/useSaveForm';
import { Note } from '../kit/Note';

interface Props {
  site: SiteRef;
  environment?: Environment;
  done: (credential: Credential | undefined) => void;
}

interface Values extends Record<string, unknown> {
  environment: Environment;
  vendorKey: string;
  userKey: string;
  baseUrl: string;
}

/** Keys are checked with Metrc before they are saved, and never shown again. */
export function CredentialForm({ site, environment, done }: Props) {
  const { t } = useTranslation();
  const missing = isNotEmpty(t('compliance.keys.missing'));
  const { form, submit, saving, problem } = useSaveForm<Values, Credential | undefined>(
    {
      initialValues: {
        environment: environment ?? (site.sandbox ? 'sandbox' : 'production'),
        vendorKey: '',
        userKey: '',
        baseUrl: '',
      },
      validate: { vendorKey: missing, userKey: missing },
    },
    {
      method: 'PUT',
      path: '/compliance/credentials',
      query: { siteId: site.id },
      refreshes: ['/compliance', '/today', '/session'],
      onDone: ({ body }) => done(body),
    },
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Note
          tone="green"
          icon={IconShieldCheck}
          title={t('compliance.keys.checked', { license: site.license })}
        />
        {problem ? <ProblemNote problem={problem} /> : null}
        <div>
          <Text component="div" fw={500} mb={4} id="environment-label">
            {t('compliance.environment')}
          </Text>
          <SegmentedControl
            fullWidth
            size="md"
            aria-labelledby="environment-label"
            data={[
              { value: 'production', label: t('compliance.environments.production') },
              { value: 'sandbox', label: t('compliance.environments.sandbox') },
            ]}
            {...form.getInputProps('environment')}
          />
        </div>
        <PasswordInput
          label={t('compliance.keys.vendor')}
          description={t('compliance.keys.vendorHelp')}
          required
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-label': t('session.showPassword') }}
          {...form.getInputProps('vendorKey')}
        />
        <PasswordInput
          label={t('compliance.keys.user')}
          description={t('compliance.keys.userHelp')}
          required
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-label': t('session.showPassword') }}
          {...form.getInputProps('userKey')}
        />
        <TextInput
          label={t('compliance.keys.baseUrl')}
          description={t('compliance.keys.baseUrlHelp')}
          type="url"
          {...form.getInputProps('baseUrl')}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={saving}>
            {t('compliance.keys.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
