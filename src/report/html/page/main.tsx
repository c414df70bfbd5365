/** The page: a list of what was checked, or one trail. */
import { render, type VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { PageData } from '../page-data.js';
import { readData, trailsOf } from './data.js';
import { Overview } from './overview.js';
import { ALL, type Filter } from './filter.js';
import { useRoute } from './route.js';
import { ThemeSwitch } from './theme.js';
import { TrailPage } from './trail.js';

function Page({ data }: { data: PageData }): VNode {
  const trails = useMemo(() => trailsOf(data), [data]);
  const [route, move] = useRoute(trails);
  const shown = route?.trail;
  useEffect(() => {
    document.title = shown === undefined ? data.title : `${shown.title}: ${shown.spec} @ ${shown.variant}`;
  }, [shown, data]);
  const [filter, setFilter] = useState<Filter>(ALL);
  return (
    <>
      <header class="top">
        <a class="brand" href="#">{data.title}</a>
        {route === null ? null : <a class="back" href="#">all checks</a>}
        <ThemeSwitch />
      </header>
      {route === null
        ? <Overview data={data} filter={filter} onFilter={setFilter} />
        : <TrailPage key={route.trail.trail.id} listed={route.trail} links={data.links} position={route.position} onMove={move} />}
    </>
  );
}

render(<Page data={readData()} />, document.getElementById('page')!);
