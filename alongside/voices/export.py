"""Numbers to take away: CSV, XLSX and JSON of one snapshot, sentences with a yes, and votes for other tools.

Every row is read from the figures that the page shows, so a file hides what the page hides. Where they come
from and their licence stand in each row, because files are cut apart. docs/decisions/0012-single-votes.md
says when votes of single persons go out.
"""

import csv
import io
import json
import random
import zipfile
from collections.abc import Iterable, Iterator

from alongside.voices.contribution import AGREE, DISAGREE, NOT_SHOWN, NOT_SURE, Statement, Vote
from alongside.voices.quotes import name_beside
from alongside.voices.reading import Quote
from alongside.voices.results import PARTS, cards_shown
from alongside.voices.round import Round
from alongside.voices.snapshot import Snapshot

COLUMNS = {
    "part": "What is counted: people (of the round), option, passed, answered, middle, card or group",
    "question": "The question, as it was asked; empty for the round as a whole",
    "key": "A short name of the question; of a card its number; of a group its letter",
    "item": "What was chosen, or how a card was looked at, or what of the group is counted",
    "number": "How many people; for middle a value that people gave. Empty where it is hidden",
    "hidden": "The word hidden where a number is too small to be shown, or would give a small one away",
    "out_of": "Out of how many people, where that can be shown",
    "own": "How many of those who answered the question answered themselves; empty where that is hidden",
    "gathered": "How many were asked in a conversation, on paper or on the phone; empty where that is hidden",
    "words": "The words of the option or of the card",
    "added": "yes where a card was written by somebody who answered, and not by those who asked",
    "counted_on": "The day on which these numbers were published; answers after it are not in them",
    "source": "Who asked, or where it was brought over from",
    "licence": "Under which licence others may use the numbers; empty: they have to ask",
}
LICENCES = {
    "cc-by-4-0": "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/",
    "cc0-1-0": "CC0 1.0, https://creativecommons.org/publicdomain/zero/1.0/",
    "ogl-3-0": "Open Government Licence v3.0, https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}
BEGINS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
FEWEST_FOR_VOTES = 40


def defused(words) -> str:
    """Words that a spreadsheet takes for words: an apostrophe before what it would work out."""
    text = "" if words is None else str(words)
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text


def source_of(round: Round) -> str:
    """Whom to name."""
    two = " and ".join(person.name for person in round.pair.two)
    return round.source or f"{two}, {round.pair.programme.organisation.name}"


# --- rows


def rows_of(round: Round, snapshot: Snapshot) -> list[dict]:
    """One row for each thing that was counted, the same for every kind of file."""
    about = {
        "counted_on": snapshot.day.isoformat(), "source": source_of(round), "licence": LICENCES.get(round.licence, "")
    }  # fmt: skip
    blank = dict.fromkeys(COLUMNS, "")
    return [{**blank, **row, **about} for row in _rows(round, snapshot.figures)]


def _rows(round: Round, figures: dict) -> Iterator[dict]:
    people = figures.get("people")
    if not people:
        return
    yield {
        "part": "people",
        "number": people["all"],
        "own": _or_empty(people["own"]),
        "gathered": _or_empty(people["gathered"]),
    }
    for question in round.asked():
        if question.key in figures.get("questions", {}):
            yield from _of_question(question, figures["questions"][question.key])
    yield from _of_cards(round, figures.get("cards") or {})


def _number(number: int | None) -> dict:
    return {"number": "", "hidden": "hidden"} if number is None else {"number": number}


def _or_empty(number):
    return "" if number is None else number


def _of_question(question, found: dict) -> Iterator[dict]:
    base = {"question": question.ask, "key": question.key}
    if found["few"]:
        for key in found["said"]:
            yield {
                **base,
                "part": "option",
                "item": key,
                "words": question.option(key).words,
                **_number(None),
            }
        return
    base |= {"own": _or_empty(found["own"]), "gathered": _or_empty(found["gathered"])}
    yield {
        **base,
        "part": "answered",
        "item": "answered",
        "out_of": found["people"],
        **_number(found["answered"]),
    }
    for key, number in found.get("options", {}).items():
        words = question.option(key).words if question.option(key) else ""
        yield {
            **base, "part": "option", "item": key, "words": words, "out_of": _or_empty(found["answered"]),
            **_number(number),
        }  # fmt: skip
    for key, number in found["passed"].items():
        yield {**base, "part": "passed", "item": key, "out_of": found["people"], **_number(number)}
    for key in ("median", "least", "most"):
        if key in found:
            yield {**base, "part": "middle", "item": key, "number": found[key]}


def _of_cards(round: Round, cards: dict) -> Iterator[dict]:
    there = cards_shown(round)
    asked = {question.key: question.ask for question in round.asked()}
    for key, found in sorted(
        cards.get("of", {}).items(), key=lambda each: there[each[0]].number if each[0] in there else 0
    ):
        if key not in there or found["few"]:
            continue
        base = _of_card(there[key], asked) | {"out_of": _or_empty(found["seen"])}
        for item in (*PARTS, "not-seen"):
            yield {**base, "item": item, **_number(found[item])}
        if found["agreement"] is not None:
            yield {**base, "item": "agreement", "number": found["agreement"]}
    for group in (cards.get("map") or {}).get("groups", ()):
        yield {"part": "group", "key": group["letter"], "item": "people", **_number(group["people"])}
        for side in ("agrees", "disagrees"):
            for key in group[side]:
                if key in there:
                    yield {
                        **_of_card(there[key], asked),
                        "part": "group",
                        "key": group["letter"],
                        "item": side,
                    }


def _of_card(card: Statement, asked: dict) -> dict:
    return {
        "part": "card", "question": asked.get(card.question, ""), "key": card.number, "words": card.words,
        "added": "yes" if card.contribution_id else "",
    }  # fmt: skip


# --- files


def as_csv(rows: Iterable[dict], columns: Iterable[str] = COLUMNS) -> str:
    """With a mark at its beginning, or a spreadsheet takes UTF-8 for something else."""
    out = io.StringIO(newline="")
    lines = csv.writer(out)
    lines.writerow(columns)
    for row in rows:
        lines.writerow([_cell(row[name]) for name in columns])
    return "\ufeff" + out.getvalue()


def _cell(value):
    """Numbers stay numbers, also those below nought; words are words."""
    return value if isinstance(value, int | float) else defused(value)


def columns_as_csv() -> str:
    return as_csv([{"column": name, "means": means} for name, means in COLUMNS.items()], ("column", "means"))


def as_json(round: Round, snapshot: Snapshot, title: str) -> str:
    about = {
        "round": title, "counted_on": snapshot.day.isoformat(), "source": source_of(round),
        "licence": LICENCES.get(round.licence), "hidden": "null is a hidden number, and not a nought",
    }  # fmt: skip
    rows = [
        {name: (None if row["hidden"] and name == "number" else value) for name, value in row.items()}
        for row in rows_of(round, snapshot)
    ]
    return json.dumps({"about": about, "columns": COLUMNS, "rows": rows}, ensure_ascii=False, indent=1)


def as_xlsx(round: Round, snapshot: Snapshot, title: str) -> bytes:
    """What it is, what each column means, then a sheet for each question, one for cards and one for groups."""
    import xlsxwriter  # takes a tenth of a second, and only this file needs it

    out = io.BytesIO()
    quiet = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, quiet) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        about = [
            ("Round", title), ("Counted on", snapshot.day.isoformat()), ("Source", source_of(round)),
            ("Licence", LICENCES.get(round.licence, "None: others have to ask")),
            ("Hidden", "An empty number with the word hidden beside it is a hidden number, and not a nought"),
        ]  # fmt: skip
        _sheet(book.add_worksheet("About"), [("What", "Words"), *about], bold, plain)
        _sheet(book.add_worksheet("Columns"), [("Column", "What it means"), *COLUMNS.items()], bold, plain)
        for name, rows in _by_sheet(rows_of(round, snapshot)):
            lines = [tuple(row[column] for column in COLUMNS) for row in rows]
            _sheet(book.add_worksheet(name), [tuple(COLUMNS), *lines], bold, plain)
    return out.getvalue()


def _by_sheet(rows: list[dict]) -> Iterator[tuple[str, list[dict]]]:
    found: dict[str, list[dict]] = {}
    for row in rows:
        key = {"card": "Cards", "group": "Groups", "people": "People"}.get(row["part"]) or row["question"]
        found.setdefault(key, []).append(row)
    for place, (key, each) in enumerate(found.items()):
        yield (key if key in ("Cards", "Groups", "People") else f"Question {place}"), each


def _sheet(sheet, lines: list[tuple], bold, plain) -> None:
    sheet.set_column(0, 20, 24)
    sheet.freeze_panes(1, 0)
    for at, line in enumerate(lines):
        for place, value in enumerate(line):
            write = sheet.write_number if isinstance(value, int | float) else sheet.write_string
            write(at, place, value, bold if at == 0 else plain)


def quotes_as_csv(round: Round, quotes: Iterable[Quote]) -> str:
    """Sentences whose authors said yes to that, with covered parts taken out."""
    asked = {question.key: question.ask for question in round.asked()}
    rows = [
        {
            "question": asked.get(quote.answer.question, ""), "sentence": quote.words, "name": name_beside(quote),
            "source": source_of(round), "licence": LICENCES.get(round.licence, ""),
        }
        for quote in quotes
    ]  # fmt: skip
    return as_csv(rows, ("question", "sentence", "name", "source", "licence"))


# --- votes of single persons


def why_no_votes(round: Round, snapshot: Snapshot | None) -> str:
    """A key of "Taking numbers with you" that says why there is no such file; empty where there is one."""
    voters = (snapshot.figures.get("cards") or {}).get("people") if snapshot else None
    if not voters:
        return "votes-few"
    if round.source:
        return ""
    if voters["all"] < FEWEST_FOR_VOTES:
        return "votes-few"
    if not snapshot.final:
        return "votes-open"
    return "votes-taken-back" if round.still_counted else ""


def votes_as_zip(round: Round, snapshot: Snapshot) -> bytes:
    """comments.csv and votes.csv as Polis has them. Persons are numbered by lot, anew in each file."""
    from alongside.voices import polis  # numpy, which only this file needs

    there = cards_shown(round)
    rows = [
        (person, key, value)
        for person, key, value in _votes(round)
        if key in there and (round.source or _may_go_out(snapshot, key, value))
    ]
    lot = list({person for person, _, _ in rows})
    random.SystemRandom().shuffle(lot)
    numbered = {person: str(place) for place, person in enumerate(lot, start=1)}
    votes = polis.Votes.of(
        ((numbered[person], str(there[key].number), value) for person, key, value in rows),
        [str(card.number) for card in there.values()],
    )
    counts = {
        name: (agree, disagree)
        for name, (agree, disagree, _) in zip(votes.statements, votes.counts(), strict=True)
    }
    cards = [polis.Statement(str(card.number), defused(card.words)) for card in there.values()]
    cards += [polis.Statement(str(n), "", rejected=True) for n in _not_shown(round)]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("comments.csv", polis.write_comments(cards, counts))
        packed.writestr("votes.csv", polis.write_votes(votes))
        packed.writestr("source.txt", f"{source_of(round)}\n{LICENCES.get(round.licence, '')}\n")
    return out.getvalue()


def _votes(round: Round) -> Iterator[tuple[int, str, int]]:
    rows = Vote.objects.filter(contribution__round=round, contribution__counted__isnull=False)
    for person, statement, value in rows.values_list("contribution", "statement", "value").iterator():
        yield person, str(statement), value


def _may_go_out(snapshot: Snapshot, key: str, value: int) -> bool:
    """A vote goes out where its number is shown: what is hidden on the page cannot be counted in the file."""
    found = snapshot.figures["cards"]["of"].get(key)
    item = {AGREE: "agree", DISAGREE: "disagree", NOT_SURE: "not-sure"}[value]
    return bool(found) and not found["few"] and found[item] is not None


def _not_shown(round: Round) -> list[int]:
    return list(Statement.objects.filter(round=round, state=NOT_SHOWN).values_list("number", flat=True))
