import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packaged, type Packaged } from '../helpers/packaged.js';

const question = (name: string, bound: number): string => `// Does ${name} stay below?
import { Int, proved, spec } from 'fdcheck/lang';
let value: Int<0, 9> = 0;
function up(): void { if (value < 5) value += 1; }
function is_below(): boolean { return value < ${bound}; }
export default spec({ tasks: { A: up, B: up, C: up }, always: [is_below], expect: { base: proved } });
`;

let user: Packaged;
beforeAll(() => {
  user = packaged();
  for (let nth = 0; nth < 12; nth++) user.write({ [`specs/q${nth}.ts`]: question(`q${nth}`, 1) });
});
afterAll(() => user.remove());

/** The real process, with workers; never throws for an exit code. */
async function gate(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [user.main, 'gate', '--quiet', '--no-cache', '--workers', '2', ...args], { cwd: user.folder });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

describe('a gate that leaves the rest', () => {
  test('while other checks are under way ends as it should, with its reports, every time', async () => {
    for (const bail of ['1', '2', '1', '3', '1']) {
      const { code, out, err } = await gate('--bail', bail, '--reporter', `default,junit=${join(user.folder, 'out.xml')}`);
      expect(err).toBe('');
      expect(out).toContain(`not begun: ${12 - Number(bail)} checks, as there are enough drifts`);
      expect(code).toBe(21);
    }
  });
});
