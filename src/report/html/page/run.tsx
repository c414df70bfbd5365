/** One check in the list: expected and found, its trails, and what the verdict is about. */
import type { ComponentChildren, VNode } from 'preact';
import type { PageRun, PageTrail, PageVerdict } from '../page-data.js';
import { START } from './position.js';
import { hashOf } from './route.js';

export function RunRow({ run }: { run: PageRun }): VNode {
  const trails = run.verdicts.flatMap(({ verdict, title, trails: own }) => own.map((trail) => ({ trail, title, wanted: verdict === 'reached' })));
  return (
    <li class={`run ${run.asExpected ? 'met' : 'unmet'}`}>
      <details>
        <summary class="line">
          <span class="mark" aria-hidden="true">{run.asExpected ? '✓' : '✗'}</span>
          <span class="variant">{run.variant}</span>
          <span class={`verdict ${run.outcome}`}>
            {run.found}
            {run.asExpected ? <small> as expected</small> : <span class="expected">expected: {run.expected}</span>}
          </span>
          <span class="counts">{run.statistics.states.toLocaleString('en')} states{run.statistics.complete ? '' : `, stopped: ${run.statistics.stopped}`}</span>
        </summary>
        <RunDetails run={run} />
      </details>
      {trails.length === 0 ? null : <p class="trails">{trails.map((one) => <TrailLink key={one.trail.id} {...one} />)}</p>}
    </li>
  );
}

export function TrailLink({ trail, title, wanted = false }: { trail: PageTrail; title: string; wanted?: boolean }): VNode {
  return <a class={`trail ${wanted ? 'wanted' : ''}`} href={hashOf(trail.id, START)}>{title} <small>{trail.steps === 1 ? '1 step' : `${trail.steps} steps`}</small></a>;
}

function RunDetails({ run }: { run: PageRun }): VNode {
  const { statistics: counts, scope } = run;
  return (
    <dl class="details">
      <Entry name="expected">{run.expected}</Entry>
      <Entry name="found">{run.found}</Entry>
      <Entry name="verdicts"><ul>{run.verdicts.map((verdict) => <Verdict key={verdict.title} verdict={verdict} />)}</ul></Entry>
      {run.measures.map(({ name, least, greatest }) => <Entry key={name} name={name}>{least === null || greatest === null ? 'no end was met' : `${least.value} to ${greatest.value}`}</Entry>)}
      <Entry name="search">
        {[`${counts.states} states`, `${counts.passed} passed`, `${counts.transitions} transitions`, `depth ${counts.depth}`,
          `out-degree ${counts.meanOut} on average, ${counts.maxOut} at most`].join(', ')}; fingerprint <code>{counts.fingerprint}</code>; {counts.complete ? 'complete' : `stopped: ${counts.stopped}`}
      </Entry>
      <Entry name="tasks">{scope.tasks.join(', ')}</Entry>
      <Entry name="bounds">{pairs(scope.bounds)}</Entry>
      <Entry name="faults">{pairs(scope.faults)}</Entry>
      <Entry name="memory model">{scope.memoryModel}</Entry>
      <Entry name="reductions">{scope.reductions.length === 0 ? 'none: every access a step' : scope.reductions.join(', ')}</Entry>
      <Entry name="atomic claims">{scope.atomicClaims.length === 0 ? 'none' : scope.atomicClaims.join(', ')}</Entry>
      <Entry name="never taken">{counts.neverTaken.steps === 0 ? 'nothing' : `${counts.neverTaken.steps} steps, in ${counts.neverTaken.functions.join(', ')}`}</Entry>
      <Entry name="program"><code>{run.programHash}</code></Entry>
    </dl>
  );
}

/** What it means that what has no name is proved. */
const HOLDS: Readonly<Record<string, string>> = { hung: 'no task hangs', checks: 'no built-in check reports' };

function Verdict({ verdict: { about, title, verdict, shortest } }: { verdict: PageVerdict }): VNode {
  const told = verdict === 'proved' ? HOLDS[about] ?? title : title;
  return <li class={verdict}>{told}{shortest === null ? '' : shortest ? ' (trail proved shortest)' : ' (trail not proved shortest)'}</li>;
}

function Entry({ name, children }: { name: string; children: ComponentChildren }): VNode {
  return <div><dt>{name}</dt><dd>{children}</dd></div>;
}

function pairs(of: Readonly<Record<string, number>>): string {
  const all = Object.entries(of);
  return all.length === 0 ? 'none' : all.map(([name, value]) => `${name} ${value}`).join(', ');
}
