import {
  IconArrowsSplit2,
  IconBuildingCommunity,
  IconChartBar,
  IconChecklist,
  IconDeviceMobile,
  IconDevices,
  IconDna2,
  IconHistory,
  IconHome,
  IconKey,
  IconLink,
  IconListCheck,
  IconPackages,
  IconPlant2,
  IconRefresh,
  IconScissors,
  IconSettings,
  IconShieldCheck,
  IconStack2,
  IconDoor,
  IconUsers,
} from '@tabler/icons-react';
import type { IconShape } from '../kit/icon';
import type { Permission } from '../session/permissions';

export interface NavItem {
  to: string;
  key:
    | 'today'
    | 'batches'
    | 'cultivars'
    | 'harvests'
    | 'tasks'
    | 'inventory'
    | 'compliance'
    | 'operations'
    | 'history'
    | 'unlinked'
    | 'credentials'
    | 'sites'
    | 'rooms'
    | 'pods'
    | 'users'
    | 'tokens'
    | 'devices'
    | 'audit'
    | 'conflicts'
    | 'telemetry'
    | 'device'
    | 'settings';
  icon: IconShape;
  needs?: Permission;
  section: 'work' | 'compliance' | 'admin';
  /** In the phone's bottom bar; the rest is behind "More". */
  bar?: boolean;
}

/** Every screen of the menu, in order. The palette, the side bar and the bottom bar read this table. */
export const nav: NavItem[] = [
  { to: '/', key: 'today', icon: IconHome, section: 'work', bar: true },
  { to: '/batches', key: 'batches', icon: IconPlant2, needs: 'batch:view', section: 'work', bar: true },
  {
    to: '/harvests',
    key: 'harvests',
    icon: IconScissors,
    needs: 'harvest:view',
    section: 'work',
    bar: true,
  },
  { to: '/tasks', key: 'tasks', icon: IconListCheck, needs: 'task:view', section: 'work', bar: true },
  { to: '/cultivars', key: 'cultivars', icon: IconDna2, needs: 'batch:view', section: 'work' },
  {
    to: '/inventory',
    key: 'inventory',
    icon: IconPackages,
    needs: 'inventory:view',
    section: 'work',
  },
  {
    to: '/compliance',
    key: 'compliance',
    icon: IconRefresh,
    needs: 'compliance:view',
    section: 'compliance',
  },
  {
    to: '/compliance/operations',
    key: 'operations',
    icon: IconChecklist,
    needs: 'compliance:view',
    section: 'compliance',
  },
  {
    to: '/compliance/history',
    key: 'history',
    icon: IconHistory,
    needs: 'compliance:view',
    section: 'compliance',
  },
  {
    to: '/compliance/unlinked',
    key: 'unlinked',
    icon: IconLink,
    needs: 'compliance:view',
    section: 'compliance',
  },
  { to: '/admin/sites', key: 'sites', icon: IconBuildingCommunity, needs: 'site:view', section: 'admin' },
  { to: '/admin/rooms', key: 'rooms', icon: IconDoor, needs: 'room:view', section: 'admin' },
  { to: '/admin/pods', key: 'pods', icon: IconStack2, needs: 'pod:view', section: 'admin' },
  { to: '/admin/compliance', key: 'credentials', icon: IconKey, needs: 'compliance:view', section: 'admin' },
  { to: '/admin/users', key: 'users', icon: IconUsers, needs: 'user:view', section: 'admin' },
  {
    to: '/admin/api-tokens',
    key: 'tokens',
    icon: IconShieldCheck,
    needs: 'api_token:edit',
    section: 'admin',
  },
  { to: '/admin/devices', key: 'devices', icon: IconDevices, section: 'admin' },
  { to: '/admin/audit', key: 'audit', icon: IconHistory, needs: 'audit:view', section: 'admin' },
  { to: '/conflicts', key: 'conflicts', icon: IconArrowsSplit2, needs: 'task:view', section: 'work' },
  {
    to: '/admin/telemetry',
    key: 'telemetry',
    icon: IconChartBar,
    needs: 'telemetry:view',
    section: 'admin',
  },
  { to: '/device', key: 'device', icon: IconDeviceMobile, section: 'work' },
  { to: '/settings', key: 'settings', icon: IconSettings, section: 'admin' },
];

export function navFor(may: (permission: Permission | undefined) => boolean): NavItem[] {
  return nav.filter((item) => may(item.needs));
}

/** The item whose screen is open: the longest address that the path begins with. */
export function currentItem(path: string): NavItem | undefined {
  return nav
    .filter((item) => (item.to === '/' ? path === '/' : path === item.to || path.startsWith(`${item.to}/`)))
    .sort((a, b) => b.to.length - a.to.length)[0];
}
