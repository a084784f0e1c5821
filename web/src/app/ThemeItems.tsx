import { Menu } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Theme } from '../api/types';
import { usePreferences } from '../session/usePreferences';

const icons = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon } as const;
const themes: Theme[] = ['auto', 'light', 'dark'];

export function ThemeItems() {
  const { t } = useTranslation();
  const { theme, setTheme } = usePreferences();
  return (
    <>
      <Menu.Label>{t('settings.theme')}</Menu.Label>
      <Menu.RadioGroup value={theme}>
        {themes.map((name) => {
          const Icon = icons[name];
          return (
            <Menu.RadioItem
              key={name}
              value={name}
              closeMenuOnClick
              rightSection={<Icon size={18} aria-hidden />}
              onChange={() => setTheme(name)}
            >
              {t(`settings.themes.${name}`)}
            </Menu.RadioItem>
          );
        })}
      </Menu.RadioGroup>
    </>
  );
}
