import { AppShell } from '@mantine/core';
import { Outlet, useMatches } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../session/session';
import { SiteProvider } from '../session/site';
import { useOwedPreferences } from '../session/usePreferences';
import { DeviceProvider, useDevice } from '../sync/client/device';
import { BottomBar } from './BottomBar';
import { NoPermission } from './NoPermission';
import { SideNav } from './SideNav';
import { TopBar } from './TopBar';
import { useLater } from '../kit/useLater';
import { useShortcuts } from './useShortcuts';
import { useSitesFromAddress } from './useSitesFromAddress';
import styles from './Shell.module.css';

const loadMore = () => import('./MoreDrawer').then((module) => module.MoreDrawer);
const loadPalette = () => import('./Palette').then((module) => module.Palette);
const loadHelp = () => import('./ShortcutHelp').then((module) => module.ShortcutHelp);

const Reminders = lazy(() => import('../tasks/TaskReminders'));

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
  const more = useLater(loadMore);
  const palette = useLater(loadPalette);
  const help = useLater(loadHelp);
  const [shown, setShown] = useState<'more' | 'search' | 'help' | null>(null);
  const close = () => setShown(null);
  const open = useMemo(() => {
    const opener = (name: 'more' | 'search' | 'help', bring: () => Promise<boolean>) => () =>
      void bring().then((isHere) => isHere && setShown(name));
    return {
      more: opener('more', more.bring),
      search: opener('search', palette.bring),
      help: opener('help', help.bring),
    };
  }, [more.bring, palette.bring, help.bring]);
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
        <div id="notices" />
        <Guarded />
      </AppShell.Main>
      <AppShell.Footer hiddenFrom="sm">
        <BottomBar openMore={open.more} />
      </AppShell.Footer>
      <WithDevice />
      {more.Part ? <more.Part opened={shown === 'more'} close={close} /> : null}
      {palette.Part && shown === 'search' ? <palette.Part close={close} /> : null}
      {help.Part && shown === 'help' ? <help.Part close={close} /> : null}
    </AppShell>
  );
}

/** What only runs once the device has started; the first page does without it. */
function WithDevice() {
  const may = useMay();
  return useDevice() && may('task:view') ? (
    <Suspense>
      <Reminders />
    </Suspense>
  ) : null;
}

/** A screen that needs a permission which the person lacks answers plainly, also under its direct address. */
function Guarded() {
  const may = useMay();
  const needs = useMatches({ select: (matches) => matches.at(-1)?.staticData.needs });
  return may(needs) ? <Outlet /> : <NoPermission needs={needs} />;
}
