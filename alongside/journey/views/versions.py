"""Earlier versions of a sheet: the list, one of them as it was, what changed since, and bringing one back."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from alongside.journey import progress
from alongside.journey.audience import audience
from alongside.journey.meeting import last_met
from alongside.journey.read import changed_since_we_met, reading_of, reads_other
from alongside.journey.views.here import of_sheet
from alongside.people.rules import may_sign
from alongside.portfolio import history, share
from alongside.portfolio.reading import read_out
from alongside.portfolio.sheet import TABLES, Mine


@dataclass(frozen=True)
class Listed:
    """One line of the list: its address, its day, and whose hand it was."""

    key: str
    at: object
    words: str
    typed: str = ""
    now: bool = False
    hide: bool = False
    brought_back: bool = False


@of_sheet
def versions(request, here):
    """What I wrote, version by version, and what the other shared with me."""
    _has_versions(here)
    return render(
        request,
        "journey/versions.html",
        here.context(
            audience=audience(here),
            own=_own(here),
            shared=_my_shared(here),
            theirs=_theirs(here),
            writes=_writes(here),
        ),
    )


@of_sheet
def version(request, here, version):
    """One version as it was."""
    mine, answers, at = _found(here, version)
    own = mine.me.pk == here.me.pk
    return render(
        request,
        "journey/version.html",
        here.context(
            audience=audience(here),
            day=_day(at),
            blocks=read_out(answers=answers, **reading_of(here, mine)),
            own=own,
            version_side="both" if mine.joint else here.pair.side(mine.me),
            may_bring_back=own and not version.startswith("v"),
            version=version,
        ),
    )


@of_sheet
def since(request, here):
    """What changed since we last met: in what we wrote together, in mine, and in what the other shared."""
    _has_versions(here)
    met = last_met(here.pair)
    mine = []
    if _writes(here):
        past = _past(here)
        before = past.answers_before(met) if met else _before_the_last(past)
        if before is not None:
            mine = history.changes_in_words(before=before, after=_now(past), **reading_of(here, here.mine))
    return render(
        request,
        "journey/since.html",
        here.context(
            audience=audience(here),
            met=met,
            mine_changed=mine,
            theirs_changed=changed_since_we_met(here, here.mine.of_other()) if reads_other(here) else [],
        ),
    )


@require_POST
@of_sheet
def bring_back(request, here, version):
    """Say again what that version said. What stands there now stays among the versions."""
    mine, answers, at = _found(here, version)
    if mine.me.pk != here.me.pk or version.startswith("v"):
        raise Http404
    _past(here).bring_back(answers, by=here.me, typed_by=here.who.typed_by)
    progress.note(here.pair)
    messages.success(request, here.page_words("saving", "brought-back", date=_day(at)))
    return redirect("journey:versions", *_at(here))


@require_POST
@of_sheet
def hide(request, here, version):
    """Take an old version of mine that the other could read out of their sight."""
    row = next((r for r in history.shared_versions(here.mine) if f"v{r.version_id}" == version), None)
    if here.mine.joint or not row or not may_sign(here.who):
        raise Http404
    share.hide_earlier(row, by=here.me)
    return redirect("journey:versions", *_at(here))


# --- what there is


def _at(here) -> list[str]:
    return [here.pair.public, here.stop.meeting, here.stop.sheet]


def _has_versions(here) -> None:
    if here.sheet.key in TABLES:
        raise Http404


def _writes(here) -> bool:
    return bool(here.mine.questions)


def _past(here) -> history.Past:
    support = here.who.support
    return history.Past(here.mine, with_kept=support is None or support.also_kept)


def _now(past: history.Past):
    found = past.versions
    return past.answers(found[0].key) if found else history.Answers()


def _before_the_last(past: history.Past):
    """Before the first meeting: what stood there before the newest sitting."""
    found = past.versions
    return past.answers(found[1].key) if len(found) > 1 else None


def _found(here, version: str) -> tuple[Mine, history.Answers, object]:
    """Whose version, what it said and when; a version that this person may not read does not exist."""
    _has_versions(here)
    if version.startswith("v"):
        sides = [here.mine] + ([here.mine.of_other()] if reads_other(here) else [])
        for mine in [] if here.mine.joint else sides:
            row = next((r for r in history.shared_versions(mine) if f"v{r.version_id}" == version), None)
            if row:
                return mine, row.version.answers, row.at
        raise Http404
    past = _past(here)
    listed = next((one for one in past.versions if one.key == version), None) if _writes(here) else None
    answers = past.answers(version) if listed else None
    if answers is None:
        raise Http404
    return here.mine, answers, listed.at


def _own(here) -> list[Listed]:
    if not _writes(here):
        return []
    found = _past(here).versions
    return [
        Listed(
            one.key, one.at,
            _by(here, one), _typed(here, one), now=one is found[0],
            brought_back=one.brought_back,
        )
        for one in found
    ]  # fmt: skip


def _by(here, one: history.Earlier) -> str:
    """Whose version it is; what the two typed at the same time is theirs together."""
    if one.by is None and here.mine.joint:
        return " & ".join(here.name_of(person) for person in here.pair.two)
    return here.name_of(one.by or here.me)


def _typed(here, one: history.Earlier) -> str:
    if not one.typed_by:
        return ""
    if one.supported:
        return here.page_words("who-can-see-this", "supported-by", supporter=one.typed_by.name)
    name = here.name_of(one.by or here.me)
    return here.page_words("who-can-see-this", "typed-by", typist=one.typed_by.name, name=name)


def _my_shared(here) -> list[Listed]:
    """The versions of mine that the other can read."""
    if here.mine.joint:
        return []
    return [
        Listed(
            f"v{row.version_id}",
            row.at,
            here.me.name,
            now=not row.closed,
            hide=bool(row.closed) and may_sign(here.who),
        )
        for row in history.shared_versions(here.mine)
    ]


def _theirs(here) -> list[Listed]:
    if not reads_other(here):
        return []
    rows = history.shared_versions(here.mine.of_other())
    return [Listed(f"v{row.version_id}", row.at, here.other_name, now=not row.closed) for row in rows]


def _day(at) -> str:
    return date_format(localtime(at), "l j F Y, H:i")
