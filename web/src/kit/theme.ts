import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';
import { tones } from './tones';

const leaf: MantineColorsTuple = [
  '#f0f6f1',
  '#dfece2',
  '#bfd9c7',
  '#9bc5a8',
  '#7fb690',
  '#5f9c73',
  '#44825c',
  '#2c6e49',
  '#22573a',
  '#18402a',
];

const dark: MantineColorsTuple = [
  '#e3e8e4',
  '#c3cbc5',
  '#a0aaa3',
  '#77827b',
  '#3f4843',
  '#333b36',
  '#262d29',
  '#1b211e',
  '#141916',
  '#0e1210',
];

const comfortable = { defaultProps: { size: 'md' } };

export const theme = createTheme({
  primaryColor: 'leaf',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  colors: { leaf, dark },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: { fontWeight: '620', sizes: { h1: { fontSize: '1.625rem', lineHeight: '1.25' } } },
  // Plain objects, not `Button.extend(…)`: naming the components here would load all of them with the first page.
  components: {
    Button: comfortable,
    TextInput: comfortable,
    Textarea: comfortable,
    PasswordInput: comfortable,
    NumberInput: comfortable,
    ActionIcon: { defaultProps: { size: 44, variant: 'subtle' } },
    Select: { defaultProps: { size: 'md', comboboxProps: { shadow: 'md' } } },
    // The placeholder is a child that menus may not have.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Modal: { defaultProps: { radius: 'lg', centered: true, overlayProps: { backgroundOpacity: 0.4 } } },
    Drawer: { defaultProps: { position: 'right', size: 'lg', overlayProps: { backgroundOpacity: 0.3 } } },
  },
});

function toneVariables(scheme: 'light' | 'dark'): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tones[scheme]).flatMap(([name, pair]) => [
      [`--tone-${name}-ink`, pair.ink],
      [`--tone-${name}-ground`, pair.ground],
    ]),
  );
}

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...toneVariables('light'),
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#1c2420',
    '--mantine-color-dimmed': '#57625b',
    '--mantine-color-error': '#b42318',
    '--mantine-color-placeholder': '#6c776f',
    '--app-ground': '#f6f8f5',
    '--app-line': '#e1e6e1',
    '--app-hover': '#f1f5f1',
    '--app-accent': '#2c6e49',
  },
  dark: {
    ...toneVariables('dark'),
    '--mantine-color-body': '#1b211e',
    '--mantine-color-placeholder': '#9aa49d',
    '--mantine-color-dimmed': '#a3ada6',
    '--mantine-color-error': '#f79b94',
    '--app-ground': '#121614',
    '--app-line': '#2e3631',
    '--app-hover': '#232a26',
    '--app-accent': '#8fcba2',
  },
});
