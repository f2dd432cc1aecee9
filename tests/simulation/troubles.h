#pragma once

#include "tests/support/specimens/dice.h"

namespace garita::tests {

/// What goes wrong in a run, and how often: a run without any of it is a run too. `often` rules
/// what was always there, `more` what came later, so that a seed goes on meaning what it meant.
struct Troubles {
  Troubles(Dice& often, Dice& more)
      : death_while_writing(often.chance(0.7) ? often.between(0, 0.4) : 0),
        death_on_the_link(often.chance(0.7) ? often.between(0, 0.4) : 0),
        centre_death(often.chance(0.6) ? often.between(0, 0.3) : 0),
        power_rather_than_kill(often.between(0, 1)),
        cut(often.chance(0.8) ? often.between(0, 0.8) : 0),
        stall(often.chance(0.5) ? often.between(0, 0.5) : 0),
        stick(often.chance(0.5) ? often.between(0, 1) : 0),
        damaged_stick(often.between(0, 0.5)),
        two_centres(more.chance(0.3)),
        clone(more.chance(0.12)),
        paper(more.chance(0.15)),
        clock_steps(more.chance(0.08)),
        over_midnight(more.chance(0.1)),
        dying_disk(more.chance(0.15)) {}
  double death_while_writing, death_on_the_link, centre_death, power_rather_than_kill;
  double cut, stall, stick, damaged_stick;
  bool two_centres;    ///< two processes of the centre share a store
  bool clone;          ///< a disk is copied, and both copies go on
  bool paper;          ///< a post works on paper for hours
  bool clock_steps;    ///< a clock steps, mostly back, several times
  bool over_midnight;  ///< a clock runs ahead over midnight and is put right, several times
  bool dying_disk;     ///< syncs fail, and soon after the process is killed
};

}  // namespace garita::tests
