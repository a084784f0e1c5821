import { AppShell, Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet, useMatches } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../session/session';
import { SiteProvider } from '../session/site';
import { useOwedPreferences } from '../session/usePreferences';
import { DeviceProvider } from '../sync/client/device';
import { BottomBar } from './BottomBar';
import { NoPermission } from './NoPermission';
import { SideNav } from './SideNav';
import { TopBar } from './TopBar';
import { useShortcuts } from './useShortcuts';
import { useSitesFromAddress } from './useSitesFromAddress';
import styles from './Shell.module.css';

const Palette = lazy(() => import('./Palette').then((module) => ({ default: module.Palette })));
const ShortcutHelp = lazy(() =>
  import('./ShortcutHelp').then((module) => ({ default: module.ShortcutHelp })),
);

/** The frame around every screen of a signed-in person. */
export function Shell() {
  const { organization } = useSession();
  return (
    <SiteProvider key={organization.id}>
      <DeviceProvider>
        <Frame />
      </DeviceProvider>
    </SiteProvider>
  );
}

function Frame() {
  const { t } = useTranslation();
  const [more, { open: openMore, close: closeMore }] = useDisclosure(false);
  const [dialog, setDialog] = useState<'search' | 'help' | null>(null);
  const open = useMemo(() => ({ search: () => setDialog('search'), help: () => setDialog('help') }), []);
  useShortcuts(open);
  useSitesFromAddress();
  useOwedPreferences();
  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{ width: 244, breakpoint: 'sm', collapsed: { mobile: true } }}
      footer={{ height: { base: 64, sm: 0 } }}
      padding={0}
      classNames={{
        main: styles['main'] ?? '',
        header: styles['header'] ?? '',
        navbar: styles['navbar'] ?? '',
        footer: styles['footer'] ?? '',
      }}
    >
      <a className="skip-link" href="#main">
        {t('app.skip')}
      </a>
      <AppShell.Header>
        <TopBar openSearch={open.search} openHelp={open.help} />
      </AppShell.Header>
      {/* On a phone it stands outside the screen, where a keyboard or a reader would still find it. */}
      <AppShell.Navbar aria-label={t('app.menu')} visibleFrom="sm">
        <SideNav />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <Guarded />
      </AppShell.Main>
      <AppShell.Footer hiddenFrom="sm">
        <BottomBar openMore={openMore} />
      </AppShell.Footer>
      <Drawer opened={more} onClose={closeMore} title={t('app.menu')} size="xs" hiddenFrom="sm">
        <SideNav onChosen={closeMore} />
      </Drawer>
      <Suspense>
        {dialog === 'search' ? <Palette close={() => setDialog(null)} /> : null}
        {dialog === 'help' ? <ShortcutHelp close={() => setDialog(null)} /> : null}
      </Suspense>
    </AppShell>
  );
}

/** A screen that needs a permission which the person lacks answers plainly, also under its direct address. */
function Guarded() {
  const may = useMay();
  const needs = useMatches({ select: (matches) => matches.at(-1)?.staticData.needs });
  return may(needs) ? <Outlet /> : <NoPermission needs={needs} />;
}
