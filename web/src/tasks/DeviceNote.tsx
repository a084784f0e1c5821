import { useTranslation } from 'react-i18next';
import { Note } from '../kit/Note';
import { useDeviceView } from '../sync/client/device';

/** Says plainly when this browser cannot keep tasks; nothing is lost in silence. */
export function DeviceNote() {
  const { t } = useTranslation();
  const { reach, why = '' } = useDeviceView();
  if (reach === 'opening' || reach === 'ready') return null;
  return <Note tone="red" title={t(`device.reach.${reach}`, { why })} />;
}
