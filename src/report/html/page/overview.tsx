/** The list: what was checked, how it went, and the way to each trail. */
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { PageData, PagePair, PageRun } from '../page-data.js';
import { choices, grouped, passes, type Filter } from './filter.js';
import { RunRow, TrailLink } from './run.js';

export interface OverviewProps {
  readonly data: PageData;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

export function Overview({ data, filter, onFilter }: OverviewProps): VNode {
  const { runs, pairs, failures, drifts, skipped } = data.check;
  const shown = runs.filter((run) => passes(run, filter));
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => focusOnSlash(field), []);
  return (
    <main class="overview">
      <Summary check={data.check} />
      <Notes title="Could not be checked" notes={failures} tone="bad" />
      <Notes title="Differs from what was accepted" notes={drifts} tone="bad" />
      <Notes title="Not begun" notes={skipped.map((about) => ({ about, message: '' }))} tone="warn" />
      <form class="filter" role="search" onSubmit={(event) => event.preventDefault()}>
        <input
          ref={field} type="search" value={filter.text} placeholder="filter by spec, variant, question, verdict" aria-label="Filter checks by text"
          onInput={(event) => onFilter({ ...filter, text: event.currentTarget.value })}
        />
        <fieldset class="choices">
          <legend class="hidden">Filter checks by outcome</legend>
          {choices(runs).map(({ name, label, count }) => (
            <label key={name} class={name === filter.outcome ? 'chosen' : ''}>
              <input type="radio" name="outcome" checked={name === filter.outcome} onChange={() => onFilter({ ...filter, outcome: name })} />
              {label} <b>{count}</b>
            </label>
          ))}
        </fieldset>
      </form>
      <p class="found" role="status">{shown.length === runs.length ? '' : `${shown.length} of ${runs.length} checks`}</p>
      {grouped(shown, ({ spec }) => folderOf(spec)).map(([folder, inside]) => <Folder key={folder} folder={folder} runs={inside} />)}
      {pairs.length === 0 ? null : <Pairs pairs={pairs} />}
    </main>
  );
}

function Summary({ check }: { check: PageData['check'] }): VNode {
  const { runs, pairs, failures, drifts } = check;
  const all = runs.length + pairs.length + failures.length;
  const wrong = [...runs, ...pairs].filter(({ asExpected }) => !asExpected).length + failures.length;
  const good = wrong === 0 && drifts.length === 0;
  const stopped = runs.filter(({ statistics }) => !statistics.complete).length;
  const states = runs.reduce((sum, { statistics }) => sum + statistics.states, 0);
  return (
    <section class={`summary ${good ? 'good' : 'bad'}`}>
      <h1><span aria-hidden="true">{good ? '✓' : '✗'}</span> {good ? `${counted(all, 'check')}, all as expected` : headline(wrong, all, drifts.length)}</h1>
      <p>{counted(states, 'state')} kept, {stopped === 0 ? 'every search complete' : `${stopped} of ${runs.length} searches stopped early`}; <code>fdcheck {check.command}</code> ended with exit code {check.exit}: {check.exit === 0 ? 'all as expected' : check.outcome}</p>
    </section>
  );
}

function headline(wrong: number, all: number, drifts: number): string {
  const parts = [wrong === 0 ? '' : `${wrong} of ${counted(all, 'check')} not as expected`, drifts === 0 ? '' : counted(drifts, 'drift')];
  return parts.filter((part) => part !== '').join(', ');
}

function Notes({ title, notes, tone }: { title: string; notes: readonly { readonly about: string; readonly message: string }[]; tone: string }): VNode | null {
  if (notes.length === 0) return null;
  return (
    <section class={`notes ${tone}`}>
      <h2>{title} <small>{notes.length}</small></h2>
      <ul>
        {notes.map(({ about, message }) => <li key={`${about} ${message}`}><strong>{about}</strong>{message === '' ? null : <pre tabIndex={0}>{message}</pre>}</li>)}
      </ul>
    </section>
  );
}

function Folder({ folder, runs }: { folder: string; runs: readonly PageRun[] }): VNode {
  const met = runs.filter(({ asExpected }) => asExpected).length;
  return (
    <section class="folder">
      <h2>{folder} <small>{met === runs.length ? runs.length : `${met} of ${runs.length} as expected`}</small></h2>
      {grouped(runs, ({ spec }) => spec).map(([spec, variants]) => (
        <article key={spec} class="spec">
          <h3><span class="name">{spec.slice(folder === '' ? 0 : folder.length + 1)}</span></h3>
          <p class="question">{variants[0]!.question}</p>
          <ul class="runs">{variants.map((run) => <RunRow key={run.variant} run={run} />)}</ul>
        </article>
      ))}
    </section>
  );
}

function Pairs({ pairs }: { pairs: readonly PagePair[] }): VNode {
  return (
    <section class="folder">
      <h2>variants that are to be the same <small>{pairs.length}</small></h2>
      <ul class="runs">
        {pairs.map(({ asExpected, comparison: { spec, variants, likeness }, trails }) => (
          <li key={`${spec} ${variants.join()}`} class={`run ${asExpected ? 'met' : 'unmet'}`}>
            <div class="line">
              <span class="mark" aria-hidden="true">{asExpected ? '✓' : '✗'}</span>
              <span class="variant">{spec} @ {variants.join(' = ')}</span>
              <span class={`verdict ${asExpected ? 'proved' : ''}`}>{likeness} <small>{asExpected ? 'as expected' : 'not as expected'}</small></span>
            </div>
            {trails.length === 0 ? null : <p class="trails">{trails.map((trail) => <TrailLink key={trail.id} trail={trail} title={trail.title} />)}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function folderOf(spec: string): string {
  return spec.includes('/') ? spec.slice(0, spec.lastIndexOf('/')) : '';
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}

function focusOnSlash(field: { readonly current: HTMLInputElement | null }): () => void {
  const listen = (event: KeyboardEvent): void => {
    if (event.key !== '/' || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    field.current?.focus();
  };
  addEventListener('keydown', listen);
  return () => removeEventListener('keydown', listen);
}
