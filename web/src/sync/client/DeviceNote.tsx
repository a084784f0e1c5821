import { useTranslation } from 'react-i18next';
import { Note } from '../../kit/Note';
import { useDeviceView } from './device';

/** Says plainly when this browser cannot keep rows, or does not have them all yet. */
export function DeviceNote() {
  const { t } = useTranslation();
  const { reach, status, why = '' } = useDeviceView();
  if (reach !== 'opening' && reach !== 'ready')
    return <Note tone="red" title={t(`device.reach.${reach}`, { why })} />;
  return status?.isFirst ? <Note tone="blue" title={t('sync.firstDownload')} /> : null;
}
