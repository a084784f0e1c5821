import type { ComponentType } from 'react';

/** Any icon of the icon set. */
export type IconShape = ComponentType<{
  size?: number | string;
  stroke?: number | string;
  'aria-hidden'?: boolean;
}>;
