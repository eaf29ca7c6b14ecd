"""The made-up world of `--demo`: four programmes, pairs at every stage, written as people write."""

import datetime
import json

import yaml
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from alongside.journey import meeting as meetings
from alongside.journey import progress
from alongside.journey.process import way_of
from alongside.journey.progress import Progress
from alongside.kit.fields import new_row_id
from alongside.kit.sheets import Answers, load, texts_of
from alongside.people import agreement, invitation
from alongside.people.models import (
    Ending,
    Facilitating,
    Organisation,
    Pair,
    Pause,
    Person,
    Programme,
    Role,
    Support,
)
from alongside.people.pair import begin_pair
from alongside.people.programme import WordsVersion
from alongside.portfolio import plan, said, share
from alongside.portfolio.facilitator import SAFETY_PLAN, say_who_sees_plan
from alongside.portfolio.sheet import Mine

SALT, HOUR = "demo sign-in", 3600
FOLDER = settings.CONTENT / "demo"
MARK = settings.DATA / "demo"
AREAS = ["needs", "profile", "talking", "story", "together", "days"]


def fill() -> None:
    """Fill an empty data folder; marked last, so that a half-filled one is never taken for a demo."""
    world = yaml.safe_load((FOLDER / "world.yaml").read_text())
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with transaction.atomic():
        people = _people(world)
        programmes = _programmes(world, people)
        pairs = {row["key"]: _pair(row, programmes[row["programme"]], people).pk for row in world["pairs"]}
        codes = _voices(pairs)
    roles = {row["key"]: row["role"] for row in world["people"]}
    MARK.write_text(
        json.dumps(
            {"people": {key: p.pk for key, p in people.items()}, "pairs": pairs, "roles": roles, "codes": codes}
        )
    )


def _voices(pairs: dict[str, int]) -> list[dict]:
    """What the working pair asked other people; the return codes of some who answered."""
    from alongside.site import demo_voices  # numpy and scipy, which only filling needs

    world = demo_voices.load_world(FOLDER)
    pair = Pair.objects.get(pk=pairs[world["pair"]])
    return demo_voices.fill(pair, world, _answers)


# --- people and programmes


def _people(world) -> dict[str, Person]:
    return {
        row["key"]: Person.objects.create(
            name=row["name"].split()[0],
            email=row.get("email"),
            phone=row.get("phone", ""),
            job=row.get("job", ""),
            easy=row.get("easy_read", False),
        )
        for row in world["people"]
    }


def _programmes(world, people) -> dict[str, Programme]:
    about = world["organisation"]
    home = Organisation.objects.create(
        key="tidewell", name=about["name"], sector=world["programmes"][0]["sector"], phone=about["phone"]
    )
    found = {}
    for row in world["programmes"]:
        content = load(settings.CONTENT, sector=row["sector"])
        coordinator = people[row["coordinator"]]
        programme = Programme.objects.create(
            organisation=home,
            name=row["name"],
            sector=row["sector"],
            words=WordsVersion.keep(content),
            coordinator=coordinator,
            phone=coordinator.phone or about["phone"],
            named_person=row["named_person"],
            named_phone=row["named_phone"],
            safeguarding_name=row["safeguarding_name"],
            safeguarding_phone=row["safeguarding_phone"],
            brief=_answers(content.sheets["brief"], row["brief"]).flat,
            brief_published=timezone.now(),
        )
        Role.objects.create(person=coordinator, organisation=home, programme=programme, kind=Role.COORDINATOR)
        found[row["key"]] = programme
    for row in world["people"]:
        if row["role"] in (Role.LEAD, Role.FACILITATOR):
            Role.objects.create(person=people[row["key"]], organisation=home, kind=row["role"])
        elif row["role"] == "stranger":
            Role.objects.create(person=people[row["key"]], organisation=home, kind=Role.MEMBER)
    return found


# --- one pair


def _pair(row, programme, people) -> Pair:
    by = programme.coordinator
    pair = begin_pair(
        programme=programme, partner=people[row["partner"]], professional=people[row["professional"]], by=by
    )
    wrote = yaml.safe_load((FOLDER / row["file"]).read_text())
    if row.get("age"):
        pair.partner.born = timezone.localdate() - datetime.timedelta(days=14 * 365 + 100)
        pair.partner.save()
    _ask(pair, row, wrote, by)
    if row.get("facilitator"):
        now = timezone.now()
        Facilitating.objects.create(
            pair=pair, person=people[row["facilitator"]], asked_by=pair.partner, both_agreed=now, accepted=now
        )
    if row.get("supporter"):
        Support.objects.create(
            person=pair.partner, supporter=people[row["supporter"]], areas=AREAS, accepted=timezone.now()
        )
    _write(pair, wrote)
    _walk(pair, row, wrote)
    if row.get("paused"):
        Pause.objects.create(pair=pair, by=pair.partner)
    if row["stage"] == "ended":
        Ending.objects.create(pair=pair, by=pair.partner)
    progress.note(pair)
    return pair


def _ask(pair, row, wrote, by) -> None:
    """The professional is asked first; the partner when there are promises to read."""
    for role in ("professional", "partner"):
        person = getattr(pair, role)
        asked = invitation.invite(pair, person, way="email" if person.email else "letter", by=by)
        if wrote.get("guardian") and role == "partner":
            asked.guardian_name, asked.guardian_yes = "Carys", timezone.now()
            asked.save()
        if role == "professional" or not row.get("untouched"):
            invitation.send(asked, by=by)


def _write(pair, wrote) -> None:
    """All answers, each posted by the person who gave it."""
    for key, by_whom in wrote.get("sheets", {}).items():
        name, _, occasion = key.partition("@")
        sheet = pair.content.sheets[name]
        for whose, given in by_whom.items():
            by = pair.professional if whose == "professional" else pair.partner
            mine = Mine(pair, sheet, by, occasion)
            answers = _answers(sheet, given, lines=_profile_lines(pair, by, given))
            _post(mine, answers, by)
            _boxes(mine, given, by)
            if name == "agreement-to-take-part" and given.get("answer"):
                agreement.say(given["answer"], pair=pair, by=by)


def _post(mine, answers: Answers, by) -> None:
    """One post for each place in which this person's answers lie."""
    places: dict = {}
    for question in mine.questions:
        places.setdefault(mine.place(question), []).append(question)
    for questions in places.values():
        part = _of(answers, {q.key for q in questions})
        if not part.is_empty():
            changes = {"texts": part.texts, "values": part.values, "rows": {"add": list(part.order)}}
            seen = mine.see(questions[0])
            mine.post(questions[0], seen.token, new_row_id(), changes, by=by)


def _boxes(mine, given, by) -> None:
    for question in mine.questions:
        if question.key in given.get("opened", ()):
            share.open_box(mine, question.key, True, by=by)
        if question.key in given.get("kept", ()) and question.keep_to_myself == "may":
            share.open_box(mine, question.key, False, by=by)


def _of(answers: Answers, keys: set[str]) -> Answers:
    return Answers(
        {part: {n: v for n, v in named.items() if n.split("/")[0] in keys} for part, named in answers.flat.items()}
    )


def _walk(pair, row, wrote) -> None:
    """Every stop before the stage is finished by both; at the stage, what stands under `done`."""
    way, stage = way_of(pair.content), row["stage"]
    order = ["before", *[m.key for m in pair.content.process.meetings]]
    reached = order.index(stage) if stage in order else (0 if stage == "invited" else len(order))
    for stop in way.stops:
        place = order.index(stop.meeting)
        for person in pair.two:
            role = pair.role(person)
            listed = wrote.get("done", {}).get(role, [])
            named = {stop.sheet, f"{stop.sheet}@{stop.occasion}"}
            here = place == reached
            done = place < reached or (here and (named & set(listed) or (stop.sheet == "opening" and listed)))
            ready = here and stop.sheet in wrote.get("ready", {}).get(role, [])
            if done or ready:
                Progress.objects.create(pair=pair, stop=stop.key, person=person, filled=timezone.now())
                if not stop.spoken:
                    _open(pair, way, stop, person, wrote, place < reached)
    _finish(pair, way)
    _say_all(pair, wrote)
    if reached == len(order):
        _begin_plan(pair)
    for when in wrote.get("meetings", []):
        if when["meeting"] in order:
            meetings.arrange(
                pair, when["meeting"], on=_day(when["days"]), time=f"{_clock(when['from'])} to {_clock(when['to'])}",
                way=when["way"], place=when["place"], by=pair.professional,
            )  # fmt: skip


def _clock(time: str) -> str:
    """A time as people write it: 17:30 is 5:30pm."""
    hour, minute = (int(part) for part in str(time).split(":"))
    return f"{(hour - 1) % 12 + 1}{f':{minute:02d}' if minute else ''}{'am' if hour < 12 else 'pm'}"


def _open(pair, way, stop, person, wrote, past: bool) -> None:
    sheet, role = way.sheet(stop), pair.role(person)
    mine = Mine(pair, sheet, person, stop.occasion)
    if sheet.opens == "together" and (past or stop.sheet in wrote.get("ready", {}).get(role, [])):
        share.be_ready(mine, by=person)
    elif sheet.opens == "when shared" and stop.sheet in wrote.get("shared", {}).get(role, []):
        share.share(mine, by=person)
    if stop.sheet in wrote.get("opened_to_facilitator", {}).get(role, []):
        share.WithFacilitator.objects.get_or_create(**mine.where(), person=person)


def _finish(pair, way) -> None:
    """Finished, except where a person waits for the other to be ready."""
    standing = progress.Walk(pair).standing
    for row in Progress.objects.filter(pair=pair).select_related("person"):
        stop = next(s for s in way.stops if s.key == row.stop)
        if stop.spoken or way.sheet(stop).opens != "together" or standing.open(stop, row.person):
            row.finished = row.filled
            row.save()


def _say_all(pair, wrote) -> None:
    """Dated rows: agreements, and the signatures under the plan."""
    for key, by_whom in wrote.get("sheets", {}).items():
        name, _, occasion = key.partition("@")
        for whose, given in by_whom.items():
            if whose == "both":
                continue
            mine = Mine(pair, pair.content.sheets[name], getattr(pair, whose), occasion)
            for question in mine.records:
                if given.get(question.key) and name == SAFETY_PLAN:
                    say_who_sees_plan(mine, given[question.key], by=mine.me)
                elif given.get(question.key):
                    said.say(mine, question.key, given[question.key], by=mine.me)
    for role, how in wrote.get("signed", {}).items():
        mine = Mine(pair, pair.content.sheets["action-plan"], getattr(pair, role))
        said.say(mine, "i-agree", "agree", by=mine.me, how=how["how"])


def _begin_plan(pair) -> None:
    mine = Mine(pair, pair.content.sheets["action-plan"], pair.partner)
    answers = mine.joint_answers()
    plan.begin(pair, answers, by=pair.partner)
    for action in plan.Action.objects.filter(pair=pair):
        name = f"actions/{action.row}/"
        state = answers.value(name + "state") or "not-started"
        plan.move_on(action, state, answers.text(name + "what-happened"), by=pair.partner)
    share.share(mine, by=pair.partner)


# --- what is written in a file becomes flat answers


def _day(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def _answers(sheet, given: dict, lines=None) -> Answers:
    flat: dict = {"texts": {}, "values": {}, "rows": {}}
    for question in sheet.questions:
        answer = given.get(question.key)
        if answer is None or question.record:
            continue
        if question.each:
            _each(flat, question, answer, (lines or {}).get(question.each, {}))
        elif question.kind == "list":
            _rows(flat, question, answer)
        else:
            _one(flat, question, question.key, answer)
    return Answers(flat)


def _rows(flat, question, rows) -> None:
    for place, row in enumerate(rows):
        row_id = new_row_id()
        flat["rows"][f"{question.key}/{row_id}"] = f"a{place:02d}"
        parts = row if isinstance(row, dict) and "days" not in row else {question.parts[0].key: row}
        for part in question.parts:
            if part.key in parts:
                _one(flat, part, f"{question.key}/{row_id}/{part.key}", parts[part.key])


def _one(flat, question, name, answer) -> None:
    if question.kind in ("short", "long"):
        flat["texts"][name] = str(answer)
    elif question.kind == "choices":
        flat["values"].update({f"{name}/{key}": True for key in answer})
    elif question.kind == "date":
        flat["values"][name] = _day(answer["days"]).isoformat() if isinstance(answer, dict) else str(answer)
    else:
        flat["values"][name] = str(answer)


def _each(flat, question, answer, lines) -> None:
    """`line-now`: one choice for each of my lines; `line-ask`: the numbers of the other's lines."""
    for part, answers in answer.items():
        rows = lines.get(part, [])
        if question.kind == "choices":
            for number in answers:
                if number <= len(rows):
                    flat["values"][f"{question.key}/{rows[number - 1]}/{question.options[0].key}"] = True
        else:
            for row, value in zip(rows, answers, strict=False):
                flat["values"][f"{question.key}/{row}"] = value


def _profile_lines(pair, by, given) -> dict:
    """my-lines and their-lines of the two profiles: question → row ids in order."""
    if "line-now" not in given and "line-ask" not in given:
        return {}
    profile = pair.content.sheets["one-page-profile"]

    def rows(person):
        answers = Mine(pair, profile, person).answers()
        return {q.key: answers.rows(q.key) for q in profile.questions if q.kind == "list"}

    return {"my-lines": rows(by), "their-lines": rows(pair.other(by))}


# --- for programs


def as_json(base: str) -> dict:
    """The demo world with a sign-in address for each person, as the contract says."""
    kept = json.loads(MARK.read_text())
    keys_of = {pk: key for key, pk in kept["people"].items()}
    named = Person.objects.in_bulk(keys_of)
    people = [
        {"key": key, "name": named[pk].name, "role": kept["roles"][key], "sign_in": base + _sign_in(key)}
        for key, pk in kept["people"].items()
    ]
    pairs = [_pair_json(key, Pair.objects.get(pk=pk), keys_of, base) for key, pk in kept["pairs"].items()]
    codes = [
        each
        | {
            "come_back": base + reverse("voices:come-back"),
            "front": base + reverse("voices:front", args=[each["round"]]),
        }
        for each in kept.get("codes", [])
    ]
    return {
        "organisation": Organisation.objects.get(key="tidewell").name,
        "people": people,
        "pairs": pairs,
        "codes": codes,
    }


def _pair_json(key, pair, keys_of, base) -> dict:
    helper = next((f for f in pair.facilitating.all() if f.active), None)
    return {
        "key": key,
        "stage": pair.fact.stage,
        "partner": keys_of[pair.partner_id],
        "professional": keys_of[pair.professional_id],
        "facilitator": keys_of[helper.person_id] if helper else None,
        "url": base + reverse("journey:pair", args=[pair.public]),
        "sheets": [_sheet_json(pair, stop, base) for stop in _joint(pair)],
    }


def _joint(pair):
    way = way_of(pair.content)
    seen = set()
    for stop in way.stops:
        if not stop.spoken and way.sheet(stop).for_ == "both" and stop.sheet not in seen:
            seen.add(stop.sheet)
            yield stop


def _sheet_json(pair, stop, base) -> dict:
    sheet = pair.content.sheets[stop.sheet]
    answers = Mine(pair, sheet, pair.partner).joint_answers()
    return {
        "key": stop.sheet,
        "page": base + reverse("journey:sheet", args=[pair.public, stop.meeting, stop.sheet]),
        "socket": base.replace("http", "ws", 1) + f"/write/{pair.public}-{stop.sheet}",
        "texts": list(texts_of(sheet, answers)),
    }


def _sign_in(key: str) -> str:
    return reverse("demo-sign-in", args=[signing.dumps(key, salt=SALT)])


def person_of(token: str) -> Person | None:
    """Whom a demo link signs in: within the hour, and only in a demo folder."""
    if not MARK.exists():
        return None
    try:
        key = signing.loads(token, salt=SALT, max_age=HOUR)
    except signing.BadSignature:
        return None
    return Person.objects.filter(pk=json.loads(MARK.read_text())["people"].get(key)).first()
