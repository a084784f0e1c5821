import type { ComponentType } from 'react';
import type { Permission } from '../session/permissions';

interface Screen {
  path: string;
  /** A chunk of its own, downloaded when first opened. */
  load: () => Promise<Record<string, ComponentType>>;
  name: string;
  needs?: Permission;
}

/** Every screen inside the shell: its address, its file and the permission that opens it. */
export const screens: Screen[] = [
  { path: '/', name: 'Today', load: () => import('../today/Today') },
  { path: '/settings', name: 'Settings', load: () => import('../settings/Settings') },
];
