/** Light or dark: as the system is, unless somebody says otherwise here. */
import type { VNode } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

const NAMES = ['auto', 'light', 'dark'] as const;
type Theme = (typeof NAMES)[number];
const KEY = 'fdcheck-theme';

export function ThemeSwitch(): VNode {
  const [theme, setTheme] = useState<Theme>(remembered);
  useLayoutEffect(() => {
    if (theme === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    remember(theme);
  }, [theme]);
  return (
    <fieldset class="theme">
      <legend class="hidden">Colours</legend>
      {NAMES.map((name) => (
        <label key={name} class={name === theme ? 'chosen' : ''}>
          <input type="radio" name="theme" value={name} checked={name === theme} onChange={() => setTheme(name)} />
          {name}
        </label>
      ))}
    </fieldset>
  );
}

/** A browser may forbid a file to remember anything. */
function remembered(): Theme {
  try {
    const found = localStorage.getItem(KEY);
    return NAMES.find((name) => name === found) ?? 'auto';
  } catch {
    return 'auto';
  }
}

function remember(theme: Theme): void {
  try {
    if (theme === 'auto') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // It holds until the page is closed.
  }
}
