import { SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Theme } from '../api/types';
import { isLanguage, languages } from '../i18n';
import { Facts } from '../kit/Facts';
import { Page } from '../kit/Page';
import { Panel } from '../kit/Panel';
import { toast } from '../kit/toast';
import { PasswordForm } from '../session/PasswordForm';
import { useSession } from '../session/session';
import { usePreferences } from '../session/usePreferences';
import { Sessions } from './Sessions';
import { TelemetryPanel } from './TelemetryPanel';
import { useRoleName } from '../organisation/roles';

const themes: Theme[] = ['auto', 'light', 'dark'];

export function Settings() {
  const { t, i18n } = useTranslation();
  const session = useSession();
  const roleName = useRoleName();
  const { theme, setTheme, setLanguage } = usePreferences();
  return (
    <Page title={t('settings.title')} lead={t('settings.lead')} narrow>
      <Stack gap="lg">
        <Panel title={t('settings.look')}>
          <Stack>
            <div>
              <Text component="div" fw={500} mb={4} id="theme-label">
                {t('settings.theme')}
              </Text>
              <SegmentedControl
                size="md"
                fullWidth
                aria-labelledby="theme-label"
                value={theme}
                onChange={(value) => setTheme(value)}
                data={themes.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
              />
            </div>
            <Select
              label={t('settings.language')}
              data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
              value={i18n.language}
              allowDeselect={false}
              onChange={(value) => isLanguage(value) && void setLanguage(value)}
            />
          </Stack>
        </Panel>
        <Panel title={t('settings.you')}>
          <Facts
            facts={[
              { name: t('setup.fullName'), value: session.user.fullName },
              { name: t('session.email'), value: session.user.email },
              { name: t('settings.organisation'), value: session.organization.name },
              { name: t('settings.role'), value: roleName(session.role) },
            ]}
          />
        </Panel>
        <Panel title={t('settings.password')} lead={t('settings.passwordLead')}>
          <PasswordForm
            currentLabel={t('settings.currentPassword')}
            saveLabel={t('settings.changePassword')}
            done={() => toast.done(t('settings.passwordChanged'))}
          />
        </Panel>
        <TelemetryPanel />
        <Sessions />
      </Stack>
    </Page>
  );
}
