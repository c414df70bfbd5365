/** What a step did, in words: the access, the stack with links, what changed, what was returned, and how the trail ends. */
import type { ComponentChildren, VNode } from 'preact';
import type { StepDocument, TrailDocument } from '../../document.js';
import { LIFE, netChanges } from './changes.js';
import { KernelLinks, ModelLink, type Linking } from './links.js';
import type { Position } from './position.js';

export interface StepPanelProps {
  readonly trail: TrailDocument;
  readonly position: Position;
  readonly linking: Linking;
}

export function StepPanel({ trail, position: { first, last }, linking }: StepPanelProps): VNode {
  const { steps, explanation = [], start } = trail;
  const step = steps[last - 1];
  const ending = last === steps.length ? explanation : [];
  return (
    <section class="step" aria-label="This step">
      {step === undefined
        ? <StartPanel start={start} ending={ending} />
        : <Did step={step} stretch={first === last ? null : steps.slice(first - 1, last)} ending={ending} linking={linking} />}
      <Part title="Again"><pre class="replay" tabIndex={0} data-scrolls>fdcheck replay '{trail.address}'</pre></Part>
    </section>
  );
}

function StartPanel({ start, ending }: { start: TrailDocument['start']; ending: readonly string[] }): VNode {
  const cells = Object.entries(start).filter(([cell]) => !cell.includes('$'));
  return (
    <>
      <Ending lines={ending} />
      {cells.length === 0 ? null : (
        <Part title="At the start">
          <ul class="changes">{cells.map(([cell, value]) => <li key={cell}><code>{cell}</code> = <code>{value}</code></li>)}</ul>
        </Part>
      )}
    </>
  );
}

interface DidProps {
  readonly step: StepDocument;
  /** The steps whose changes are told together, of which it is the last; null: it alone. */
  readonly stretch: readonly StepDocument[] | null;
  /** Lines that explain how the trail ends, if it does here. */
  readonly ending: readonly string[];
  readonly linking: Linking;
}

function Did({ step, stretch, ending, linking }: DidProps): VNode {
  const { task, op, order, place, choices } = step;
  const how = [op, order === 'none' ? '' : order, place === null ? '' : `of ${place}`, choices.length === 0 ? '' : `chose ${choices.join(' ')}`];
  const returns = [...new Set((stretch ?? [step]).flatMap((one) => one.returns.filter(({ values }) => values.length > 0)).map((one) => `${one.function} → ${one.values.join(', ')}`))];
  return (
    <>
      <Part title={`${task}: ${how.filter((part) => part !== '').join(', ')}`}>
        <p class="access"><code>{step.text}</code> <ModelLink file={step.file} line={step.line} linking={linking} /></p>
        {step.report === null ? null : <p class="report">{step.report}</p>}
      </Part>
      <Ending lines={ending} />
      <Part title={stretch === null ? 'Changed' : `Changed in steps ${stretch[0]!.number} to ${step.number}`}><Changes steps={stretch ?? [step]} /></Part>
      {returns.length === 0 ? null : (
        <Part title="Returned">
          <ul class="changes">{returns.map((one) => <li key={one}><code>{one}</code></li>)}</ul>
        </Part>
      )}
      <Part title="Call trace">
        <ol class="stack">{step.stack.toReversed().map((name, at) => <Frame key={at} name={name} linking={linking} />)}</ol>
      </Part>
    </>
  );
}

function Ending({ lines }: { lines: readonly string[] }): VNode | null {
  return lines.length === 0 ? null : <Part title="How it ends"><pre class="explanation" tabIndex={0} data-scrolls>{lines.join('\n')}</pre></Part>;
}

function Frame({ name, linking }: { name: string; linking: Linking }): VNode {
  const of = linking.sources.functions[name];
  return (
    <li>
      <code>{name}</code>
      <span class="places">
        {of === undefined ? null : <ModelLink file={of.file} line={of.line} linking={linking} />}
        <KernelLinks of={of} linking={linking} />
      </span>
    </li>
  );
}

function Changes({ steps }: { steps: readonly StepDocument[] }): VNode {
  const changes = netChanges(steps);
  if (changes.length === 0) return <p class="nothing">nothing</p>;
  return (
    <ul class="changes">
      {changes.map(({ cell, before, after }) => (cell.endsWith(LIFE)
        ? <li key={cell}><code>{cell.slice(0, -LIFE.length)}</code> <ins>{after === 'live' ? 'allocated' : after === 'free' ? 'freed' : 'freed after a grace period'}</ins></li>
        : <li key={cell}><code>{cell}</code>: <del>{before}</del> <span aria-hidden="true">→</span><span class="hidden">to</span> <ins>{after}</ins></li>))}
    </ul>
  );
}

export function Part({ title, children }: { title: string; children: ComponentChildren }): VNode {
  return <div class="part"><h2>{title}</h2>{children}</div>;
}
