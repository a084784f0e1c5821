import { Menu } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Theme } from '../api/types';
import { usePreferences } from '../session/usePreferences';

export const themeIcons = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon } as const;
const themes: Theme[] = ['auto', 'light', 'dark'];

export function ThemeItems() {
  const { t } = useTranslation();
  const { theme, setTheme } = usePreferences();
  return (
    <>
      <Menu.Label>{t('settings.theme')}</Menu.Label>
      {themes.map((name) => {
        const Icon = themeIcons[name];
        return (
          <Menu.Item
            key={name}
            role="menuitemradio"
            aria-checked={theme === name}
            leftSection={<Icon size={18} aria-hidden />}
            rightSection={theme === name ? <IconCheck size={16} aria-hidden /> : null}
            onClick={() => setTheme(name)}
          >
            {t(`settings.themes.${name}`)}
          </Menu.Item>
        );
      })}
    </>
  );
}
