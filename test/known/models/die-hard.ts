// Can four gallons be measured with a jug of five and a jug of three?
// The puzzle as tlaplus/Examples (DieHard) has it; published: 16 distinct, the goal at level 7 (6 steps).
import { atomic, choose, Int, spec, violated } from 'fdcheck/lang';

const BIG = 5;
const SMALL = 3;

let big: Int<0, 5> = 0;
let small: Int<0, 3> = 0;

function min(a: Int<0, 8>, b: Int<0, 8>): Int<0, 8> {
  return a < b ? a : b;
}

function small_to_big(): void {
  const poured = min(small, BIG - big);
  big = big + poured;
  small = small - poured;
}

function big_to_small(): void {
  const poured = min(big, SMALL - small);
  small = small + poured;
  big = big - poured;
}

function heroes(): void {
  for (;;) {
    atomic(() => {
      switch (choose(6)) {
        case 0: small = SMALL; break;
        case 1: big = BIG; break;
        case 2: small = 0; break;
        case 3: big = 0; break;
        case 4: small_to_big(); break;
        default: big_to_small();
      }
    });
  }
}

function not_solved(): boolean {
  return big !== 4;
}

export default spec({
  tasks: { heroes },
  always: [not_solved],
  expect: { base: violated(not_solved) },
});
