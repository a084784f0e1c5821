import { useTranslation } from 'react-i18next';

export const roleNames = [
  'org_admin',
  'site_manager',
  'head_grower',
  'compliance_qa',
  'executive_viewer',
  'operator',
  'cashier',
  'installer_tech',
  'support',
] as const;

type RoleName = (typeof roleNames)[number];

export function useRoleName(): (role: string) => string {
  const { t } = useTranslation();
  return (role) =>
    (roleNames as readonly string[]).includes(role)
      ? t(`organisation.roles.${role as RoleName}`)
      : role.replaceAll('_', ' ');
}
