import { useTranslation } from 'react-i18next';
import { formatAgo, formatDate, formatMoment, formatNumber } from './format';
import { useNow } from './useNow';

/** A moment as "3 minutes ago"; the exact time is in the tooltip and for machines. */
export function Ago({ at }: { at: string | null | undefined }) {
  const { i18n } = useTranslation();
  const now = useNow();
  if (!at) return <span>–</span>;
  return (
    <time dateTime={at} title={formatMoment(at, i18n.language)}>
      {formatAgo(at, now, i18n.language)}
    </time>
  );
}

export function At({ at }: { at: string | null | undefined }) {
  const { i18n } = useTranslation();
  return at ? <time dateTime={at}>{formatMoment(at, i18n.language)}</time> : <span>–</span>;
}

export function Day({ on }: { on: string | null | undefined }) {
  const { i18n } = useTranslation();
  return on ? <time dateTime={on}>{formatDate(on, i18n.language)}</time> : <span>–</span>;
}

export function Num({ value, unit }: { value: number | null | undefined; unit?: string }) {
  const { i18n } = useTranslation();
  return (
    <span>
      {formatNumber(value, i18n.language)}
      {unit ? ` ${unit}` : ''}
    </span>
  );
}
