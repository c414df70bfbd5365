/** Addresses within the page: `#exec/posix-lock-survives-exec/v5.10/posix_lock_survives_exec/57` is a trail after a step of it. */
import { useEffect, useState } from 'preact/hooks';
import type { Listed } from './data.js';
import { positionAt, positionText, START, type Position } from './position.js';

export interface Route {
  readonly trail: Listed;
  readonly position: Position;
}

export function hashOf(id: string, position: Position): string {
  return `#${encodeURI(id).replaceAll('#', '%23').replaceAll('?', '%3F')}/${positionText(position)}`;
}

/** Null for the list: what is named is not here, or nothing is named. */
export function routeAt(hash: string, trails: ReadonlyMap<string, Listed>): Route | null {
  const text = decoded(hash.replace(/^#/, ''));
  const whole = trails.get(text);
  if (whole !== undefined) return { trail: whole, position: START };
  const cut = text.lastIndexOf('/');
  const trail = trails.get(text.slice(0, cut));
  return trail === undefined ? null : { trail, position: positionAt(text.slice(cut + 1), trail.trail.steps) ?? START };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Where the page is, and how to get to another step without a new entry in the browser's history. */
export function useRoute(trails: ReadonlyMap<string, Listed>): [Route | null, (position: Position) => void] {
  const [route, setRoute] = useState(() => routeAt(location.hash, trails));
  useEffect(() => {
    const follow = (): void => setRoute(routeAt(location.hash, trails));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, [trails]);
  const move = (position: Position): void => {
    if (route === null) return;
    history.replaceState(null, '', hashOf(route.trail.trail.id, position));
    setRoute({ ...route, position });
  };
  return [route, move];
}
