import type { ComponentType } from 'react';
import type { Permission } from '../session/permissions';

interface Screen {
  path: string;
  /** A chunk of its own, downloaded when first opened. */
  load: () => Promise<Record<string, ComponentType>>;
  name: string;
  needs?: Permission;
}

/** Every screen inside the shell but Today: its address, its file and the permission that opens it. */
export const screens: Screen[] = [
  {
    path: '/batches',
    name: 'BatchList',
    load: () => import('../cultivation/BatchList'),
    needs: 'batch:view',
  },
  {
    path: '/batches/new',
    name: 'BatchNew',
    load: () => import('../cultivation/BatchNew'),
    needs: 'batch:edit',
  },
  {
    path: '/batches/$id',
    name: 'BatchDetail',
    load: () => import('../cultivation/BatchDetail'),
    needs: 'batch:view',
  },
  {
    path: '/batches/$id/edit',
    name: 'BatchEdit',
    load: () => import('../cultivation/BatchEdit'),
    needs: 'batch:edit',
  },
  {
    path: '/cultivars',
    name: 'CultivarList',
    load: () => import('../cultivation/CultivarList'),
    needs: 'batch:view',
  },
  {
    path: '/cultivars/new',
    name: 'CultivarNew',
    load: () => import('../cultivation/CultivarNew'),
    needs: 'batch:edit',
  },
  {
    path: '/cultivars/$id',
    name: 'CultivarDetail',
    load: () => import('../cultivation/CultivarDetail'),
    needs: 'batch:view',
  },
  { path: '/tasks', name: 'TaskList', load: () => import('../tasks/TaskList'), needs: 'task:view' },
  {
    path: '/tasks/calendar',
    name: 'TaskCalendar',
    load: () => import('../tasks/TaskCalendar'),
    needs: 'task:view',
  },
  { path: '/tasks/new', name: 'TaskNew', load: () => import('../tasks/TaskNew'), needs: 'task:edit' },
  { path: '/tasks/$id', name: 'TaskEdit', load: () => import('../tasks/TaskEdit'), needs: 'task:view' },
  {
    path: '/tasks/series/$id',
    name: 'SeriesEdit',
    load: () => import('../tasks/SeriesEdit'),
    needs: 'task:view',
  },
  {
    path: '/harvests',
    name: 'HarvestBoard',
    load: () => import('../harvests/HarvestBoard'),
    needs: 'harvest:view',
  },
  {
    path: '/harvests/new',
    name: 'HarvestNew',
    load: () => import('../harvests/HarvestNew'),
    needs: 'harvest:edit',
  },
  {
    path: '/harvests/$id',
    name: 'HarvestDetail',
    load: () => import('../harvests/HarvestDetail'),
    needs: 'harvest:view',
  },
  {
    path: '/inventory',
    name: 'InventoryList',
    load: () => import('../inventory/InventoryList'),
    needs: 'inventory:view',
  },
  {
    path: '/compliance',
    name: 'Dashboard',
    load: () => import('../compliance/Dashboard'),
    needs: 'compliance:view',
  },
  {
    path: '/compliance/operations',
    name: 'Operations',
    load: () => import('../compliance/Operations'),
    needs: 'compliance:view',
  },
  {
    path: '/compliance/history',
    name: 'History',
    load: () => import('../compliance/History'),
    needs: 'compliance:view',
  },
  {
    path: '/compliance/unlinked',
    name: 'Unlinked',
    load: () => import('../compliance/Unlinked'),
    needs: 'compliance:view',
  },
  {
    path: '/admin/compliance',
    name: 'Credentials',
    load: () => import('../compliance/Credentials'),
    needs: 'compliance:view',
  },
  { path: '/admin/sites', name: 'Sites', load: () => import('../organisation/Sites'), needs: 'site:view' },
  { path: '/admin/rooms', name: 'Rooms', load: () => import('../organisation/Rooms'), needs: 'room:view' },
  { path: '/admin/pods', name: 'Pods', load: () => import('../organisation/Pods'), needs: 'pod:view' },
  { path: '/admin/users', name: 'Users', load: () => import('../organisation/Users'), needs: 'user:view' },
  {
    path: '/admin/api-tokens',
    name: 'Tokens',
    load: () => import('../organisation/Tokens'),
    needs: 'api_token:edit',
  },
  { path: '/admin/audit', name: 'Audit', load: () => import('../organisation/Audit'), needs: 'audit:view' },
  {
    path: '/conflicts',
    name: 'ConflictInbox',
    load: () => import('../conflicts/ConflictInbox'),
    needs: 'task:view',
  },
  {
    path: '/admin/telemetry',
    name: 'TelemetryPage',
    load: () => import('../telemetry/TelemetryPage'),
    needs: 'telemetry:view',
  },
  { path: '/admin/devices', name: 'Devices', load: () => import('../device/Devices') },
  { path: '/device', name: 'DevicePage', load: () => import('../device/DevicePage') },
  { path: '/settings', name: 'Settings', load: () => import('../settings/Settings') },
];

/** The screen at an address; `$id` stands for any one part of it. */
export function screenAt(pathname: string): Screen | undefined {
  const parts = pathname.replace(/\/$/, '').split('/');
  const fits = (path: string) => {
    const wanted = path.split('/');
    return (
      wanted.length === parts.length &&
      wanted.every((part, place) => part === parts[place] || part.startsWith('$'))
    );
  };
  return screens.find(({ path }) => fits(path));
}
