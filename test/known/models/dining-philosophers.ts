// Can two neighbours of five philosophers eat at the same time, when forks are handed over clean?
// Chandy and Misra, "The drinking philosophers problem" (1984), one atomic block a label of the PlusCal version in tlaplus/Examples
// (DiningPhilosophers, NP = 5); published: 67 distinct, 336 generated, depth 29.
import { array, atomic, inside, Int, proved, range, self, spec, zeroed } from 'fdcheck/lang';

type seat = Int<0, 4>;

/** Fork i lies between philosophers i - 1 and i. */
const holder: array<seat, 5> = zeroed();
const clean: array<boolean, 5> = zeroed();

function left_fork(p: seat): seat {
  return p;
}

function right_fork(p: seat): seat {
  return p === 4 ? 0 : p + 1;
}

function left_neighbour(p: seat): seat {
  return p === 0 ? 4 : p - 1;
}

function right_neighbour(p: seat): seat {
  return p === 4 ? 0 : p + 1;
}

function can_eat(p: seat): boolean {
  const left = left_fork(p);
  const right = right_fork(p);
  return holder[left] === p && holder[right] === p && clean[left] && clean[right];
}

function holds_dirty(p: seat, fork: seat): boolean {
  return holder[fork] === p && !clean[fork];
}

function hand_over(fork: seat, to: seat): void {
  holder[fork] = to;
  clean[fork] = true;
}

/** Cleans and hands over one dirty fork, if there is one: the left one first. */
function hand_over_dirty(p: seat): void {
  const left = left_fork(p);
  const right = right_fork(p);
  if (holds_dirty(p, left)) hand_over(left, left_neighbour(p));
  else if (holds_dirty(p, right)) hand_over(right, right_neighbour(p));
}

function eat(p: seat): void {
  atomic(() => {
    clean[left_fork(p)] = false;
    clean[right_fork(p)] = false;
  });
}

function think(): void {
  atomic(() => {});
}

/** Whether it may eat is decided by the forks as they were before the step handed one over. */
function philosopher(): void {
  const me = self();
  let hungry = true;
  for (;;) {
    const may_eat = atomic(() => {
      const before = can_eat(me);
      hand_over_dirty(me);
      return before;
    });
    if (!hungry) {
      think();
      hungry = true;
    } else if (may_eat) {
      eat(me);
      hungry = false;
    }
  }
}

function neighbours_do_not_eat_together(): boolean {
  return range(0, 5).every((p) => !(inside(p, eat) && inside(right_neighbour(p), eat)));
}

function last_one_eats(): boolean {
  return inside(4, eat);
}

export default spec({
  /** A fork starts dirty and with the lower-numbered of its two philosophers. */
  setup() {
    for (const fork of range(1, 5)) holder[fork] = fork;
    holder[1] = 0;
  },
  tasks: { P1: philosopher, P2: philosopher, P3: philosopher, P4: philosopher, P5: philosopher },
  always: [neighbours_do_not_eat_together],
  reachable: [last_one_eats],
  expect: { base: proved },
});
