"""What people can read about this place: privacy, cookies, accessibility, terms; and what we hold about them."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe

from alongside.kit.sheets import Content
from alongside.people.programme import Programme
from alongside.people.rules import pairs_visible_to
from alongside.people.signin import OWN
from alongside.people.views.words import Words
from alongside.site import held

NOTICES = ["privacy", "device-storage", "keeping-words-safe", "accessibility", "terms", "small-services"]


@dataclass(frozen=True)
class Reader:
    """Whose words a notice is in: those of their programme, or of the organisation for a stranger."""

    content: Content
    names: dict
    easy: bool


def reader_of(request) -> Reader:
    """Only facts that are known: a line that asks for another one goes out by itself."""
    easy = request.session.get("easy", False)
    programme = _programme_of(request)
    if programme:
        request.programme = programme
        return Reader(programme.content, facts_of(programme), easy)
    words = Words(request)
    names = {key: value for key, value in words.names.items() if value}
    return Reader(words.content, names | about_here(), easy)


def _programme_of(request) -> Programme | None:
    if not request.who:
        return None
    pair = pairs_visible_to(request.who.person).order_by("-pk").first()
    return pair.programme if pair else None


def facts_of(programme: Programme) -> dict[str, str]:
    """What the organisation has said about itself in this programme."""
    known = programme.names() | {
        "sender_name": programme.organisation.name,
        "guardian_age": programme.guardian_age,
    }
    if programme.kept_until:
        known["kept_until"] = held.day(programme.kept_until)
    return {key: value for key, value in known.items() if value} | about_here()


def about_here() -> dict[str, object]:
    """What is true of this software wherever it runs."""
    return {
        "sign_in_days": OWN // (24 * 3600),
        "readings_days": OWN // (24 * 3600),
    }


def about(request):
    """The list of notices."""
    reader = reader_of(request)
    return render(request, "site/about.html", {"notices": _titles(reader), "names": reader.names})


def _titles(reader: Reader) -> list[tuple[str, str]]:
    return [
        (title_of(reader.content.notices[key]), reverse("notice", args=[key]))
        for key in NOTICES
        if key in reader.content.notices
    ]


def title_of(markdown: str) -> str:
    """The first heading of a notice."""
    return next(line.removeprefix("# ") for line in markdown.splitlines() if line.startswith("# "))


def notice(request, notice):
    """One notice, in plain words or in Easy Read."""
    reader = reader_of(request)
    if notice not in NOTICES or notice not in reader.content.notices:
        raise Http404
    words = _listed(reader.content.notice(notice, reader.easy, **reader.names))
    title = title_of(reader.content.notices[notice])
    # The names in it were escaped where they were filled in, and no HTML of the file is let through.
    return render(request, "site/notice.html", {"notice": mark_safe(words), "title": title})


def _listed(html: str) -> str:
    """Lists with the marks that lists have on our pages."""
    return html.replace("<ul>", '<ul class="plainlist">').replace("<ol>", '<ol class="plainlist">')


def what_we_hold(request):
    """What we hold about whoever is here, counted and dated; for a stranger what we would hold."""
    person = request.who.person if request.who else None
    return render(
        request,
        "site/what_we_hold.html",
        {
            "mine": held.about(person) if person else [],
            "kinds": held.kinds(),
            "names": reader_of(request).names,
        },
    )
