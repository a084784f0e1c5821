import { act, renderHook } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ReactNode } from 'react';
import { ana, asPerson } from '../../test/asPerson';
import { SiteProvider, useSite } from './site';

function open() {
  const Person = asPerson(ana);
  const wrapper = ({ children }: { children: ReactNode }) => (
    <Person>
      <SiteProvider>{children}</SiteProvider>
    </Person>
  );
  return renderHook(() => useSite(), { wrapper }).result;
}

beforeEach(() => localStorage.clear());

describe('a screen of one site', () => {
  test('opens on the site of the switcher, also at the next visit', () => {
    const first = open();
    expect(first.current.oneSite?.name).toBe('Attic');
    act(() => first.current.choose('s2'));
    expect(first.current.oneSite?.name).toBe('Barn');
    expect(open().current.oneSite?.name).toBe('Barn');
  });

  test('stays on the site worked in last when lists show all sites, also at the next visit', () => {
    const first = open();
    act(() => first.current.choose('s3'));
    act(() => first.current.choose(null));
    expect(first.current.site).toBeNull();
    expect(first.current.oneSite?.name).toBe('Cellar');
    expect(open().current.oneSite?.name).toBe('Cellar');
  });

  test('forgets a site that is no longer there', () => {
    localStorage.setItem('tendril-last-site-o1', 'gone');
    expect(open().current.oneSite?.name).toBe('Attic');
  });
});
