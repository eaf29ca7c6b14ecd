"""Which numbers of a question are shown, so that nobody can be found: not in one table, not from two.

Plain Python, no Django. docs/decisions/0011-small-numbers.md says why it is so. In short:

- A question's options are a *partition*: everybody is in exactly one, also "left out" and "did not get to it".
  (Where people may choose several, `step_many` makes one partition of each option: chose it, did not.)
- Under 8 people: no numbers and no percentages, only which options somebody chose; under 5 nothing at all.
- A number from 1 to 4 is hidden. A zero is shown: it is nobody's answer, and a question of ten options
  in which seven zeros were hidden could not be read.
- Others are hidden with it (*complementary hiding*) until each hidden number has a *twin*: other numbers that give
  the same page, the same sums, and the same of everything that was published before.
- Pages, exports and filters read what `step` returned and nothing else, so they cannot be subtracted.
- From one day to the next numbers move *in steps*: a new table is published when 5 more people are in it and a
  quarter more, and every number that was shown has changed by nothing or by 5 or more; else the earlier one stays. At
  the end of a round only the 5 people are needed: a number that moved by less is hidden in the last table.

What is published is a chain of moments. `step` takes the chain and returns it longer by one, or as it was.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

SMALL = 5  # the first number that is shown
ENOUGH = 8  # people, for numbers
STEP = 5
GROWTH = 0.25
UP, DOWN = 1, -1

# Why a number is hidden, with the bounds that somebody would have who knew the reason. It is not shown.
BOUNDS = {"small": (1, SMALL - 1), "too": (SMALL, None), "said": (1, None), "unseen": (0, None)}

Cell = tuple[str, str, str]  # (breakdown, group, option); breakdown and group are "" for the question itself
Options = Mapping[str, int]
Breakdowns = Mapping[str, Mapping[str, Options]]


@dataclass(frozen=True)
class Moment:
    """What was true when a table was published, which breakdowns were in it, and why which numbers are hidden.

    `groups`: breakdown → the groups as they were put together, "a" or "a+b".
    """

    options: dict[str, int]
    by: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    hidden: dict[Cell, str] = field(default_factory=dict)
    few: bool = False

    @property
    def people(self) -> int:
        return sum(self.options.values())

    def cells(self) -> Iterator[Cell]:
        """The question's own, then those of the breakdowns that are in it."""
        yield from (("", "", option) for option in self.options)
        for breakdown, groups in self.groups.items():
            yield from ((breakdown, group, option) for group in groups for option in self.options)

    def value(self, cell: Cell) -> int:
        """True also where the breakdown was not in the table."""
        breakdown, group, option = cell
        if not breakdown:
            return self.options.get(option, 0)
        counted = self.by.get(breakdown, {})
        return sum(counted.get(name, {}).get(option, 0) for name in group.split("+"))

    def has(self, cell: Cell) -> bool:
        """Whether the table has such a number, shown or hidden."""
        return not cell[0] or cell[1] in self.groups.get(cell[0], [])

    def shows(self, cell: Cell) -> bool:
        return self.has(cell) and cell not in self.hidden

    def reason(self, cell: Cell) -> str | None:
        """Why it is hidden; None where it is shown."""
        return self.hidden.get(cell) if self.has(cell) else "unseen"

    def hiding(self, more: Mapping[Cell, str]) -> "Moment":
        return replace(self, hidden={**self.hidden, **more})

    def without(self, breakdown: str) -> "Moment":
        """A breakdown that cannot be shown safely is left out whole."""
        groups = {name: each for name, each in self.groups.items() if name != breakdown}
        hidden = {cell: why for cell, why in self.hidden.items() if cell[0] != breakdown}
        return replace(self, groups=groups, hidden=hidden)

    def shown(self) -> dict:
        """What everybody reads, as plain JSON. None stands for a hidden number; whether it is small or hidden
        with a small one is not said, or who knows our rules by heart could exclude more. Under 8 people
        `said` is all there is."""
        if self.few:
            return {"few": True, "said": [option for option, n in self.options.items() if n]}
        return {
            "few": False,
            "people": self.people,
            "options": {option: self._seen(("", "", option)) for option in self.options},
            "by": {
                breakdown: {
                    group: {option: self._seen((breakdown, group, option)) for option in self.options}
                    for group in groups
                }
                for breakdown, groups in self.groups.items()
            },
        }

    def _seen(self, cell: Cell) -> int | None:
        return None if cell in self.hidden else self.value(cell)

    def as_json(self) -> dict:
        """To be kept where nobody reads it: it has the hidden numbers."""
        hidden = [[*cell, why] for cell, why in self.hidden.items()]
        return {
            "options": self.options, "by": self.by, "groups": self.groups, "hidden": hidden, "few": self.few
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping) -> "Moment":
        hidden = {(breakdown, group, option): why for breakdown, group, option, why in kept["hidden"]}
        return cls(kept["options"], kept["by"], kept["groups"], hidden, kept["few"])


# --- what is published next


def step(
    earlier: list[Moment], options: Options, by: Breakdowns | None = None, *, closing: bool = False
) -> list[Moment]:
    """`earlier`, and one more moment if these numbers may be published now. `by`: breakdown → group → option →
    number, each a partition of the same people; groups of fewer than 5 are put together as "a+b"."""
    now = _begun(earlier, dict(options), by or {})
    if not _far_enough(earlier, now, closing):
        return earlier
    if now.people < ENOUGH:
        now = _listed(now)
        return _if_safe(earlier, now)
    now = now.hiding(_must_hide(earlier, now))
    if not closing and _takes_away(earlier, now):
        return earlier
    found = complemented(earlier, now)
    if found is None:
        return earlier if earlier else _if_safe(earlier, _listed(now))
    return earlier if not closing and _takes_away(earlier, found) else [*earlier, found]


def step_many(
    earlier: dict[str, list[Moment]], chosen: Options, people: int, *, closing: bool = False
) -> dict[str, list[Moment]]:
    """The same for a question where people choose several: option → its moments, all of one day or none.

    Everybody who answered chose something, so what is hidden is at least `people` less all that is
    shown. Where that says anything, one more option is hidden.
    """
    found = {
        option: step(earlier.get(option, []), {"chosen": number, "not": people - number}, closing=closing)
        for option, number in chosen.items()
    }
    stays = any(len(found[option]) == len(earlier.get(option, [])) for option in found)
    if stays or len({moments[-1].few for moments in found.values()}) > 1:
        return earlier
    while (option := _tells(found, people)) is not None:
        last = found[option][-1]
        hidden = {("", "", each): _reason(last.options[each]) for each in last.options if last.options[each]}
        hidden_moment = last.hiding(hidden)
        found[option] = [*found[option][:-1], hidden_moment]
        if unprotected(found[option]):
            return earlier
    return found


def _tells(found: dict[str, list[Moment]], people: int) -> str | None:
    """The option to hide next, from the last on; None where what is shown leaves the hidden ones open."""
    last = {option: moments[-1] for option, moments in found.items()}
    if any(moment.few for moment in last.values()):
        return None
    hidden = [option for option, moment in last.items() if ("", "", "chosen") in moment.hidden]
    shown = {option: moment.options["chosen"] for option, moment in last.items() if option not in hidden}
    open_ended = any(last[option].hidden["", "", "chosen"] == "too" for option in hidden)
    if not hidden or open_ended or sum(shown.values()) >= people:
        return None
    large = [option for option, number in shown.items() if number >= SMALL and people - number >= SMALL]
    return large[-1] if large else None


def _begun(earlier: list[Moment], options: dict[str, int], by: Breakdowns) -> Moment:
    """Groups are put together as they were when the breakdown was first shown, or they could be subtracted."""
    together = {}
    for breakdown, counted in by.items():
        before = next((moment.groups[breakdown] for moment in earlier if breakdown in moment.groups), None)
        names = before or _foldings(counted)
        if len(names) > 1 and sorted("+".join(names).split("+")) == sorted(counted):
            together[breakdown] = names
    plain = {name: {group: dict(numbers) for group, numbers in each.items()} for name, each in by.items()}
    return Moment(options, plain, together)


def _foldings(counted: Mapping[str, Options]) -> list[str]:
    """The smallest two are put together until each has 5 people; their order stays that of the question."""
    order = list(counted)
    sizes = {(name,): sum(counted[name].values()) for name in order}
    while len(sizes) > 1 and min(sizes.values()) < SMALL:
        first, second = sorted(sizes, key=lambda names: sizes[names])[:2]
        sizes[tuple(sorted(first + second, key=order.index))] = sizes.pop(first) + sizes.pop(second)
    return ["+".join(names) for names in sorted(sizes, key=lambda names: order.index(names[0]))]


def _far_enough(earlier: list[Moment], now: Moment, closing: bool) -> bool:
    """5 more people than when something was last published; while a round is open also a quarter more, so
    that even of ten thousand people there are some thirty tables to compare with and not two thousand."""
    before = earlier[-1].people if earlier else 0
    return now.people - before >= (STEP if closing else max(STEP, before * GROWTH))


def _listed(now: Moment) -> Moment:
    """Only which options somebody chose."""
    said = {("", "", option): "said" for option, number in now.options.items() if number}
    return replace(now, groups={}, hidden=said, few=True)


def _if_safe(earlier: list[Moment], now: Moment) -> list[Moment]:
    return earlier if unprotected([*earlier, now]) else [*earlier, now]


def _must_hide(earlier: list[Moment], now: Moment) -> dict[Cell, str]:
    """Small numbers, and numbers that moved by less than a step since they were last shown."""
    hidden = {}
    for cell in now.cells():
        number = now.value(cell)
        if 0 < number < SMALL or _moved_little(earlier, cell, number):
            hidden[cell] = _reason(number)
    return hidden


def _moved_little(earlier: list[Moment], cell: Cell, number: int) -> bool:
    """Compared with every earlier table that showed it, not with the last only."""
    return any(moment.shows(cell) and 0 < abs(number - moment.value(cell)) < STEP for moment in earlier)


def _reason(number: int) -> str:
    """A number that went down to zero is hidden as one of which nothing is known."""
    return "small" if 0 < number < SMALL else "too" if number else "unseen"


def _takes_away(earlier: list[Moment], now: Moment) -> bool:
    """Whether a number of the question itself would be hidden that everybody can read now."""
    return bool(earlier) and any(earlier[-1].shows(cell) for cell in now.hidden if not cell[0])


def complemented(earlier: list[Moment], now: Moment) -> Moment | None:
    """`now` with more hidden, until no hidden number of any moment can be worked out; None if that cannot be.

    What is hidden next is chosen by its place and by whether it is large, never by how large: that would
    tell. The last comes first, because "left out" and "did not get to it" stand at the end.
    """
    known: dict[tuple, bool] = {}
    while (cell := unprotected([*earlier, now], known)) is not None:
        more = _in_breakdown(now, cell) if cell[0] else _in_question(earlier, now, cell)
        if more:
            now = now.hiding(dict.fromkeys(more, "too"))
        elif now.groups:
            now, known = now.without(cell[0] if cell[0] in now.groups else next(iter(now.groups))), {}
        else:
            return None
    return now


def _in_breakdown(now: Moment, cell: Cell) -> list[Cell]:
    """What closes the smallest ring: another group and another option, with as few new ones as can be."""
    breakdown, group, option = cell
    rings = [
        [(breakdown, other, option), (breakdown, group, instead), (breakdown, other, instead)]
        for other in now.groups.get(breakdown, []) if other != group
        for instead in now.options if instead != option
    ]  # fmt: skip
    return _fewest_new(now, rings) or _last_large(now, breakdown)


def _in_question(earlier: list[Moment], now: Moment, cell: Cell) -> list[Cell]:
    """Another option; or, where there is one already, the two in a group of each breakdown."""
    plain = [_plain(moment) for moment in [*earlier, now]]
    if unprotected(plain) is not None:
        return _last_large(now, "")
    others = [option for _, group, option in now.hidden if not group and option != cell[2]]
    pairs = [
        [(breakdown, group, cell[2]), (breakdown, group, other)]
        for breakdown, groups in now.groups.items() for group in groups for other in others
    ]  # fmt: skip
    return _fewest_new(now, pairs)


def _plain(moment: Moment) -> Moment:
    """The question itself, without its breakdowns."""
    return replace(
        moment, groups={}, hidden={cell: why for cell, why in moment.hidden.items() if not cell[0]}
    )


def _fewest_new(now: Moment, sets: list[list[Cell]]) -> list[Cell]:
    """Of the sets that can be hidden the one with the fewest that are not yet; of two alike the last."""
    can = [each for each in sets if all(cell in now.hidden or now.value(cell) >= SMALL for cell in each)]
    new = [each for each in ([cell for cell in one if cell not in now.hidden] for one in can) if each]
    return min(reversed(new), key=len, default=[])


def _last_large(now: Moment, breakdown: str) -> list[Cell]:
    free = [
        cell for cell in now.cells()
        if cell[0] == breakdown and cell not in now.hidden and now.value(cell) >= SMALL
    ]  # fmt: skip
    return free[-1:]


# --- whether a hidden number can be worked out


def unprotected(moments: list[Moment], known: dict[tuple, bool] | None = None) -> Cell | None:
    """A number, or the change of one from one moment to the next, that has no twin; None if all have.

    A twin is another history that would have been published as the same tables: from one moment to
    another some people more in one cell and as many fewer in others, so that all sums stay. The reader is
    taken to know the reason why each is hidden, all sums, and that numbers only grow. `known` keeps what is found
    of the moments before the last, so that it can be given again with another last moment of the same numbers.
    """
    chain = _Chain(moments, {} if known is None else known)
    for at in reversed(range(len(moments))):
        for cell in moments[at].hidden:
            if not any(chain.can_shift(cell, *run) for run in chain.runs_with(at)):
                return cell
        for cell in chain.small_changes(at):
            if not any(chain.can_shift(cell, *run) for run in chain.runs_between(at)):
                return cell
    return None


class _Chain:
    """Every moment of a question, and which cells may have one more, or one fewer, in a run of them at once."""

    def __init__(self, moments: list[Moment], known: dict[tuple, bool]):
        self.moments, self.known, self.last = moments, known, len(moments) - 1
        self.options = list(moments[-1].options)
        self.by = {name: each for moment in moments for name, each in moment.groups.items()}
        self.reached: dict[tuple[Cell, int], list[int]] = {}

    def runs_with(self, at: int) -> Iterator[tuple[int, int]]:
        """Every run of moments with this one in it; first those that end with the last."""
        return ((since, until) for until in range(self.last, at - 1, -1) for since in range(at + 1))

    def runs_between(self, at: int) -> Iterator[tuple[int, int]]:
        """Every run that begins with this moment, or ends just before it."""
        yield from ((at, until) for until in range(self.last, at - 1, -1))
        yield from ((since, at - 1) for since in range(at))

    def small_changes(self, at: int) -> Iterator[Cell]:
        """Cells in which 1 to 4 people came since the moment before, and which both tables have."""
        for cell in self.moments[at].cells() if at else ():
            if self.moments[at - 1].has(cell) and 0 < abs(self._came(cell, at)) < STEP:
                yield cell

    def can_shift(self, cell: Cell, since: int, until: int) -> bool:
        """Whether one person more, or one fewer, in this cell from `since` to `until` changes no table."""
        key = (cell, since, until)
        if key in self.known:
            return self.known[key]
        if cell[0]:
            found = self._ring(cell, UP, key[1:]) or self._ring(cell, DOWN, key[1:])
        else:
            others = [each for each in self.options if each != cell[2]]
            found = any(
                self._moves(cell[2], other, key[1:]) or self._moves(other, cell[2], key[1:])
                for other in others
            )
        if until < self.last:
            self.known[key] = found
        return found

    def _allows(self, cell: Cell, way: int, run: tuple[int, int]) -> bool:
        """Within the bounds that the reader has, and with nobody leaving at either end of the run."""
        since, until = run
        if self._reach(cell, way)[since] < until:
            return False
        edge = since if way == DOWN else until + 1
        # One fewer from a moment on needs somebody who came then; one more until one, somebody who came after.
        return not 0 < edge <= self.last or self._came(cell, edge) >= 1

    def _reach(self, cell: Cell, way: int) -> list[int]:
        """For each moment the last one up to which the bounds allow it without a break."""
        if (cell, way) not in self.reached:
            far: list[int] = []
            for at in range(self.last, -1, -1):
                until = far[-1] if far and far[-1] > at else at
                far.append(until if _bounded(self.moments[at], cell, way) else at - 1)
            self.reached[cell, way] = far[::-1]
        return self.reached[cell, way]

    def _came(self, cell: Cell, at: int) -> int:
        return self.moments[at].value(cell) - self.moments[at - 1].value(cell)

    def _moves(self, to: str, off: str, run: tuple[int, int]) -> bool:
        """Whether somebody could have chosen `to` instead of `off`, in the question and in every breakdown."""
        return (
            self._allows(("", "", to), UP, run)
            and self._allows(("", "", off), DOWN, run)
            and all(self._path(breakdown, to, off, run) for breakdown in self.by)
        )

    def _path(self, breakdown: str, start: str, goal: str, run: tuple[int, int]) -> bool:
        """From row `start` one up, in the same column one down in another row, there one up, … until the goal."""
        columns = [group for group in self.by[breakdown] if self._allows((breakdown, group, start), UP, run)]
        return self._reaches(breakdown, columns, goal, UP, run)

    def _ring(self, cell: Cell, way: int, run: tuple[int, int]) -> bool:
        """Whether a ring of cells, one up, one down, … comes back to this one's row, so that every sum stays."""
        breakdown, group, option = cell
        return self._allows(cell, way, run) and self._reaches(
            breakdown, [group], option, way, run, without=cell
        )

    def _reaches(
        self, breakdown: str, columns: list[str], goal: str, way: int, run: tuple[int, int], without=None
    ) -> bool:
        """Column by column: from a column to each row where the other way is allowed, and on from there."""
        seen, waiting = set(columns), list(columns)
        while waiting:
            column = waiting.pop()
            for option in self.options:
                cell = (breakdown, column, option)
                if cell == without or not self._allows(cell, -way, run):
                    continue
                if option == goal:
                    return True
                for group in self.by[breakdown]:
                    further = (breakdown, group, option)
                    if group not in seen and further != without and self._allows(further, way, run):
                        seen.add(group)
                        waiting.append(group)
        return False


def _bounded(moment: Moment, cell: Cell, way: int) -> bool:
    """A number that is shown cannot be another."""
    why = moment.reason(cell)
    if why is None:
        return False
    low, high = BOUNDS[why]
    number = moment.value(cell) + way
    return low <= number and (high is None or number <= high)
