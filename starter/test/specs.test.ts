import 'fdcheck/vitest';
import { expect, test } from 'vitest';

const getAgainstPut = 'specs/get-against-put.ts';

test('without the fix a reference is taken to a session that nobody holds', async () => {
  await expect(getAgainstPut).toBeViolated('session_is_alive', { variant: 'v1' });
  await expect(getAgainstPut).toReport('refcount', { variant: 'v1' });
});

test('with the fix nothing is wrong in any interleaving', async () => {
  await expect(getAgainstPut).toBeProved({ variant: 'fix' });
});
