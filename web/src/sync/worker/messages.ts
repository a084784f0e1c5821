import type { EditFault, LocalEdit, Saved } from '../store/saveWork';
import type { RowStatus, ScreenAnswer, ScreenQuery, ScreenRow } from '../store/screenQuery';
import type { DeviceDetails, DeviceStatus } from './status';
import type { PhotoState } from '../store/photoStatus';
import type { PhotoPlace } from '../store/photoTable';
import type { Purpose } from '../store/telemetryTable';
import type { AddedPhoto, ShownPhoto } from './photoSender';
import type { PhotosView, UnsentCopy } from './status';
import type { Whose } from './transport';

export type { AddedPhoto, PhotoPlace, PhotoState, PhotosView, ShownPhoto, UnsentCopy };
export type {
  EditFault,
  LocalEdit,
  RowStatus,
  Saved,
  ScreenAnswer,
  ScreenQuery,
  ScreenRow,
  DeviceDetails,
  DeviceStatus,
  Whose,
};

/** What a tab can ask of the store, wherever it is held. Each may be asked twice: nothing is done twice. */
export interface DeviceMethods {
  save: (request: string, edits: readonly LocalEdit[]) => Saved;
  read: (query: ScreenQuery) => ScreenAnswer;
  status: () => DeviceStatus;
  details: () => DeviceDetails;
  /** Ends when the run it started, or joined, has ended. */
  sync: (byHand: boolean) => Promise<void>;
  release: (ids: readonly string[]) => void;
  discard: (ids: readonly string[]) => void;
  downloadAnew: () => void;
  exportWork: () => Promise<UnsentCopy>;
  /** Makes a photo of a file, keeps it and names it in its row; resolves when it is on the disk. */
  addPhoto: (request: string, place: PhotoPlace, file: Blob) => Promise<AddedPhoto>;
  /** One to look at, from here or from the server; then it stays here. */
  showPhoto: (hash: string, small: boolean) => Promise<ShownPhoto>;
  photoStates: (hashes: readonly string[]) => Readonly<Record<string, PhotoState>>;
  photos: () => PhotosView;
  setWifiOnly: (only: boolean) => void;
  /** What the server has of the person's consents. One that is being taken back here stays so. */
  telemetryConsents: (granted: Readonly<Record<Purpose, boolean>>) => void;
  /** Deletes what was counted for the purpose, at once, and sees to it that the server does. */
  withdrawTelemetry: (purpose: Purpose) => Promise<void>;
  /** Deletes the store, if nothing is unsent or `evenUnsent` says so. Answers how much stood in the way. */
  wipe: (evenUnsent: boolean) => Promise<number>;
}

export type MethodName = keyof DeviceMethods;

export interface Ask {
  readonly kind: 'ask';
  /** Unique among all tabs. */
  readonly id: string;
  readonly method: MethodName;
  readonly args: readonly unknown[];
}

export interface Answer {
  readonly kind: 'answer';
  readonly id: string;
  readonly value?: unknown;
  readonly fault?: DeviceFault;
}

export interface DeviceFault {
  /**
   * `not_stored`: the disk is full or broken. `no_store`: there is none to ask. `too_large`: no request could
   * hold what belongs together. `fault`: a mistake of the app.
   */
  readonly code: 'not_stored' | 'no_store' | 'too_large' | 'fault';
  readonly message: string;
}

/** After a commit: the tables that changed; `outbox` and `state` among them. */
export interface Changed {
  readonly kind: 'changed';
  readonly tables: readonly string[];
}

export interface StatusNews {
  readonly kind: 'status';
  readonly status: DeviceStatus;
}

/**
 * How the store is reached. `opening`: not yet. `ready`: asks are answered. `held`: another tab has it and does not
 * let go. `unsupported`: this browser cannot keep files. `too_new`: written by a newer app. `closed`: deleted.
 */
export type Reach = 'opening' | 'ready' | 'held' | 'unsupported' | 'too_new' | 'broken' | 'closed';

export interface ReachNews {
  readonly kind: 'reach';
  readonly reach: Reach;
  /** True in the one tab that holds the store. */
  readonly leads: boolean;
  /** For the diagnostics, where it is broken. */
  readonly why?: string;
}

/** From the tab to its worker, before anything else. */
export interface Begin {
  readonly kind: 'begin';
  readonly whose: Whose;
  readonly deviceName: string;
}

/** Between the workers of one store. */
export type Relayed =
  | Ask
  | Answer
  | Changed
  | StatusNews
  | { readonly kind: 'leads' }
  | { readonly kind: 'who_leads' }
  | { readonly kind: 'beat' }
  | { readonly kind: 'wiped' };

export type ToTab = Answer | Changed | StatusNews | ReachNews;
export type ToWorker = Begin | Ask;
