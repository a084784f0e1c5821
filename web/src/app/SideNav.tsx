import { Link, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../session/session';
import { currentItem, navFor, type NavItem } from './nav';
import styles from './Shell.module.css';

const sections = ['work', 'compliance', 'admin'] as const;

export function SideNav({ onChosen }: { onChosen?: () => void }) {
  const { t } = useTranslation();
  const items = navFor(useMay());
  const current = useRouterState({ select: (state) => currentItem(state.location.pathname) });
  return (
    <div className={styles['nav']}>
      {sections
        .filter((section) => items.some((item) => item.section === section))
        .map((section) => (
          <div key={section} role="group" aria-label={t(`app.sections.${section}`)}>
            {section === 'work' ? null : (
              <div className={styles['section']}>{t(`app.sections.${section}`)}</div>
            )}
            {items
              .filter((item) => item.section === section)
              .map((item) => (
                <SideLink key={item.key} item={item} current={item === current} onChosen={onChosen} />
              ))}
          </div>
        ))}
    </div>
  );
}

interface LinkProps {
  item: NavItem;
  current: boolean;
  onChosen: (() => void) | undefined;
}

function SideLink({ item, current, onChosen }: LinkProps) {
  const { t } = useTranslation();
  const Icon = item.icon;
  return (
    <Link
      to={item.to}
      className={styles['item']}
      aria-current={current ? 'page' : undefined}
      activeOptions={{ exact: true, includeSearch: false }}
      onClick={onChosen}
    >
      <Icon size={20} stroke={1.7} aria-hidden />
      {t(`app.nav.${item.key}`)}
    </Link>
  );
}
