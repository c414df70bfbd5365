/** Links out of the page: to a line of the model, and to the kernel's own line. */
import type { ComponentChildren, VNode } from 'preact';
import type { FunctionSource, SourcesDocument } from '../../sources.js';
import type { PageLinks } from '../page-data.js';

export interface Linking {
  readonly links: PageLinks;
  readonly sources: SourcesDocument;
}

/** `fs/exec.ts:182`, as a link where it is known where that is. */
export function ModelLink({ file, line, linking, children }: { file: string; line: number; linking: Linking; children?: ComponentChildren }): VNode {
  const href = modelAddress(file, line, linking);
  const text = children ?? `${file}:${line}`;
  return href === null ? <span class="place">{text}</span> : <a class="place" href={href} rel="noreferrer" title="In the model">{text}</a>;
}

/** Null where the report's reader cannot get at the file: it is a dependency's, and the report links to a server. */
export function modelAddress(file: string, line: number, { links, sources }: Linking): string | null {
  const path = sources.files[file];
  if (path === undefined) return null;
  const isServer = /^https?:/.test(links.source);
  if (isServer && /^(?:\.\.|\/|[A-Za-z]:|node_modules\/)/.test(path)) return null;
  return filled(links.source, { path, line });
}

/** Where the kernel has the function, at the version that was modelled; nothing for a function that it does not have. */
export function KernelLinks({ of, linking }: { of: FunctionSource | undefined; linking: Linking }): VNode {
  return (
    <>
      {(of?.kernel ?? []).map(({ file, line, version }) => (
        <a key={`${version}${file}${line}`} class="kernel" href={filled(linking.links.kernel, { path: file, line, version })} rel="noreferrer" title="In the kernel">
          {file}:{line} <small>{version}</small>
        </a>
      ))}
    </>
  );
}

function filled(template: string, { path, line, version = '' }: { path: string; line: number; version?: string }): string {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return template.replaceAll('{path}', encoded).replaceAll('{line}', String(line)).replaceAll('{version}', version);
}
