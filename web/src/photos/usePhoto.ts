import { useEffect, useState } from 'react';
import type { DeviceClient } from '../sync/client/deviceClient';
import type { ShownPhoto } from '../sync/worker/messages';

export type PhotoLook =
  { readonly url: string } | { readonly missing: Extract<ShownPhoto, { missing: unknown }>['missing'] };

/** A photo to look at, from this device or from the server. Undefined until it is known. Asked again with `again`. */
export function usePhoto(
  device: DeviceClient,
  hash: string,
  small: boolean,
  again: unknown,
): PhotoLook | undefined {
  const [look, setLook] = useState<{ of: string; look: PhotoLook }>();
  const has = look?.of === hash && 'url' in look.look;
  useEffect(() => {
    if (has) return;
    let isOver = false;
    device.ask('showPhoto', hash, small).then(
      (shown) => {
        if (isOver) return;
        const next = 'photo' in shown ? { url: URL.createObjectURL(shown.photo) } : shown;
        setLook({ of: hash, look: next });
      },
      () => (isOver ? undefined : setLook({ of: hash, look: { missing: 'away' } })),
    );
    return () => {
      isOver = true;
    };
  }, [device, hash, small, again, has]);
  const url = look && 'url' in look.look ? look.look.url : undefined;
  useEffect(() => (url === undefined ? undefined : () => URL.revokeObjectURL(url)), [url]);
  return look?.of === hash ? look.look : undefined;
}
