"""A process of eight steps with one short sheet each, cut out of our own content as an organisation would do it.

Run as `python -m tests.journeys.short` with ALONGSIDE_DATA: fills that folder with the demo, lays the short
content into the organisation's own folder, and begins a programme of it with two pairs that nobody has asked yet.
"""

from pathlib import Path

import yaml

CONTENT = Path(__file__).resolve().parents[2] / "content"
BEFORE = {"agreement-to-take-part": ["answer"], "can-and-cannot-promise": ["can"]}
STEPS = {
    "meet": {"why-i-am-here": ["hope"]},
    "profiles": {"one-page-profile": ["name", "matters"]},
    "review-profiles": {"profile-review": ["remember"]},
    "communication": {"communication": ["receive-best"]},
    "feedback": {"feedback-preferences": ["helped"]},
    "story-begins": {"story": ["draft"]},
    "story-feedback-and-talks": {"pitch": ["what-we-ask", "both-happy"]},
    "action-plan": {"action-plan": ["aim", "actions", "i-agree"]},
}
PAIRS = [("scripts", "Ada", "Bert"), ("no-scripts", "Cora", "Dan")]  # key, partner, professional


def lay_short(folder: Path) -> None:
    """Write the short process and its sheets, as whole files in place of ours."""
    process = yaml.safe_load((CONTENT / "process" / "four-meetings.yaml").read_text())
    process["before"]["sheets"] = [{"sheet": key, "when": "before"} for key in BEFORE]
    for meeting in process["meetings"]:
        meeting.pop("after_sheets", None)
        for step in meeting["steps"]:
            step["sheets"] = [{"sheet": key, "when": "during"} for key in STEPS[step["key"]]]
    _write(folder / "process" / "four-meetings.yaml", process)
    for wanted in (BEFORE, *STEPS.values()):
        for key, questions in wanted.items():
            sheet = yaml.safe_load((CONTENT / "sheets" / f"{key}.yaml").read_text())
            sheet["questions"] = [q for q in sheet["questions"] if q["key"] in questions]
            _write(folder / "sheets" / f"{key}.yaml", sheet)


def _write(file: Path, words: dict) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(words, allow_unicode=True, sort_keys=False))


def main() -> None:
    """Fill the folder that ALONGSIDE_DATA names."""
    from alongside.site import serve

    serve.set_django_up()
    serve.bring_database_up_to_date()

    from alongside.people.programme import own_folder
    from alongside.site import cli, demo

    cli.fill_demo()
    home = demo.Organisation.objects.get(key="tidewell")
    lay_short(own_folder(home))
    _begin(home, demo)


def _begin(home, demo) -> None:
    import json

    from alongside.journey import progress
    from alongside.people.invitation import invite, send
    from alongside.people.pair import begin_pair
    from alongside.people.person import Person
    from alongside.people.programme import begin_programme

    ruth = Person.objects.get(name="Ruth")
    programme = begin_programme(name="Eight short steps", organisation=home, by=ruth)
    programme.describe(
        by=ruth, named_person="Imelda", named_phone="01632 960 100",
        safeguarding_name="Imelda", safeguarding_phone="01632 960 100",
    )  # fmt: skip
    programme.publish_brief(by=ruth)
    kept = json.loads(demo.MARK.read_text())
    for key, *names in PAIRS:
        partner, professional = (
            Person.objects.create(name=name, email=f"{name}@example.org".lower()) for name in names
        )
        pair = begin_pair(programme=programme, partner=partner, professional=professional, by=ruth)
        asked = [invite(pair, person, way="letter", by=ruth) for person in (professional, partner)]
        send(asked[0], by=ruth)
        progress.note(pair)
        kept["pairs"][key] = pair.pk
        for person, role in ((partner, "partner"), (professional, "professional")):
            kept["people"][person.name.lower()] = person.pk
            kept["roles"][person.name.lower()] = role
    demo.MARK.write_text(json.dumps(kept))


if __name__ == "__main__":
    import alongside.site.database  # noqa: F401  before Django

    main()
