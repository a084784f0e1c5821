import { PasswordInput, Select, Switch, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { passwordLength, type SetupValues } from './setupValues';
import { states, timeZones } from './timeZones';

interface Props {
  form: UseFormReturnType<SetupValues>;
}

export function OrganisationFields({ form }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t('setup.code')}
        description={t('setup.codeHelp')}
        required
        autoFocus
        autoComplete="off"
        {...form.getInputProps('setupCode')}
      />
      <TextInput
        label={t('setup.organisationName')}
        description={t('setup.organisationHelp')}
        required
        autoComplete="organization"
        {...form.getInputProps('organizationName')}
      />
    </>
  );
}

export function SiteFields({ form }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t('organisation.site.name')}
        description={t('setup.siteHelp')}
        required
        autoFocus
        {...form.getInputProps('siteName')}
      />
      <TextInput
        label={t('organisation.site.license')}
        description={t('organisation.site.licenseHelp')}
        required
        {...form.getInputProps('license')}
      />
      <Select
        label={t('organisation.site.state')}
        data={states}
        searchable
        required
        {...form.getInputProps('state')}
      />
      <Select
        label={t('organisation.site.timeZone')}
        data={timeZones()}
        searchable
        required
        {...form.getInputProps('timeZone')}
      />
      <Switch
        label={t('organisation.site.sandbox')}
        description={t('organisation.site.sandboxHelp')}
        {...form.getInputProps('sandbox', { type: 'checkbox' })}
      />
    </>
  );
}

export function AdminFields({ form }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t('setup.fullName')}
        required
        autoFocus
        autoComplete="name"
        {...form.getInputProps('fullName')}
      />
      <TextInput
        label={t('session.email')}
        type="email"
        required
        autoComplete="username"
        {...form.getInputProps('email')}
      />
      <PasswordInput
        label={t('session.password')}
        description={t('setup.passwordHelp', { count: passwordLength })}
        required
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t('session.showPassword') }}
        {...form.getInputProps('password')}
      />
    </>
  );
}
