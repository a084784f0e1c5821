import { createTheme, MantineProvider, mergeThemeOverrides } from '@mantine/core';
import type { MantineColorSchemeManager } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cssVariables, theme } from './theme';

interface Props {
  schemes: MantineColorSchemeManager;
  children: ReactNode;
}

/** The look of the app; the cross of every dialog has a name in the person's language. */
export function Themed({ schemes, children }: Props) {
  const { t } = useTranslation();
  const close = t('kit.close');
  const spoken = useMemo(() => {
    const named = { defaultProps: { closeButtonProps: { 'aria-label': close } } };
    return mergeThemeOverrides(theme, createTheme({ components: { Modal: named, Drawer: named } }));
  }, [close]);
  return (
    <MantineProvider
      theme={spoken}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={schemes}
      defaultColorScheme="auto"
    >
      {children}
    </MantineProvider>
  );
}
