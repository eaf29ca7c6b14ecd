"""What changed in something that two people had agreed, question by question, so that nobody signs unseen."""

from dataclasses import dataclass

from alongside.kit.sheets import Answers
from alongside.portfolio import said
from alongside.portfolio.reading import Line, read_out


@dataclass(frozen=True)
class Change:
    """One question whose answer is not what was signed: lines that went and lines that came."""

    heading: str
    before: tuple[str, ...]
    now: tuple[str, ...]


def since_signed(mine, *, say, easy=False) -> list[Change]:
    """What I agreed to and what stands there now, where they differ; nothing if no change asked me again."""
    version = said.last_signed(mine)
    return between(mine, version.answers, mine.joint_answers(), say=say, easy=easy) if version else []


def between(mine, before: Answers, now: Answers, *, say, easy=False) -> list[Change]:
    """The questions of a sheet whose answers differ between two versions."""
    old, new = (
        {b.key: b for b in read_out(mine.questions, each, say=say, easy=easy)} for each in (before, now)
    )
    changes = []
    for question in mine.questions:
        was, is_now = (_lines(blocks.get(question.key)) for blocks in (old, new))
        if was != is_now:
            heading = (old.get(question.key) or new[question.key]).heading
            gone = tuple(line for line in was if line not in is_now)
            come = tuple(line for line in is_now if line not in was)
            changes.append(Change(heading, gone, come))
    return changes


def _lines(block) -> tuple[str, ...]:
    if block is None:
        return ()
    return tuple(_whole(line) for line in block.lines) + ((block.file,) if block.file else ())


def _whole(line: Line) -> str:
    """A line with its smaller parts, as one sentence after another."""
    return " · ".join([line.text, *(f"{label}: {words}" if label else words for label, words in line.more)])
