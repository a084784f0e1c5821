import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MetrcLocation, MirrorRow } from '../api/types';
import { RemoteSelect } from '../kit/RemoteSelect';

interface Props {
  siteId: string;
  value: MetrcLocation | null;
  onChange: (value: MetrcLocation | null) => void;
  description: string;
  error?: ReactNode;
}

/** One of the site's locations as Metrc lists them. */
export function LocationField({ siteId, value, onChange, description, error }: Props) {
  const { t } = useTranslation();
  return (
    <RemoteSelect<MirrorRow>
      label={t('organisation.location')}
      description={description}
      path="/compliance/mirror/locations"
      query={{ siteId }}
      option={(row) => ({
        value: row.name,
        label: row.typeName ? `${row.name} · ${row.typeName}` : row.name,
      })}
      value={value?.name ?? null}
      valueLabel={value?.name}
      onChange={(name, row) =>
        onChange(name === null ? null : { id: row?.metrcId ?? null, name: row?.name ?? name })
      }
      error={error}
      clearable
    />
  );
}
