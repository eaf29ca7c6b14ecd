"""bin/alongside: commands for the person who runs it.

A command that reads opens the database read-only, beside a running server. A command that
writes needs the folder for itself, and refuses while the server runs.
"""

import argparse
import json
import os
import shlex
import signal
import sys
from pathlib import Path
from urllib.parse import quote

from alongside.site.folder import Folder, InUse
from alongside.site.several import WrongAddress, on_postgres

WRONG_USE = 2


def main(given: list[str] | None = None) -> int:
    """Run one command; 0 done, 1 something is wrong, 2 wrong use."""
    asked = arguments(given)
    try:
        return asked.run(asked, Folder.chosen(asked.data)) or 0
    except (InUse, NothingThere, WrongAddress) as why:
        print(why, file=sys.stderr)
        return WRONG_USE


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    """The command line, each command with the function that runs it."""
    parser = argparse.ArgumentParser("bin/alongside", description="For the person who runs Alongside.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", metavar="DIR", help="the data folder (default: data)")

    def command(name, run, words, within=commands):
        it = within.add_parser(name, help=words, description=words, parents=[shared])
        it.set_defaults(run=run)
        return it

    it = command("demo", demo, "Print sign-in links for the people of a demo folder.")
    it.add_argument("--json", action="store_true", help="one object with people, pairs and sheets")
    it.add_argument("--base", metavar="URL", default="http://127.0.0.1:8000", help="default: %(default)s")

    command("doctor", doctor, "Look whether everything is sound, and say what to do.")

    it = command("backup", backup, "Copy a data folder while people work.")
    it.add_argument("to", metavar="DIR", type=there, help="a new folder for the copy")
    it.add_argument("--keys", metavar="DIR", type=there, help="also copy the keys, into this other folder")

    it = command("restore", restore, "Lay a backup into an empty data folder.")
    it.add_argument("backup", metavar="DIR", type=there, help="a folder that backup made")
    it.add_argument("--keys", metavar="DIR", type=there, help="the folder that holds the keys")

    it = command("figures", study_figures, "Work out the figures of a study in the Polis CSV shape.")
    it.add_argument("study", metavar="DIR", type=there, help="a folder with comments.csv and votes.csv")
    it.add_argument("--json", action="store_true", help="one object with people, statements and groups")

    command("tidy", tidy, "Let ended sessions go, fold old logs and count rounds, as the server does by itself.")

    it = command("bring", bring, "Bring a conversation over that was held with another tool.")
    it.add_argument("study", metavar="DIR", type=there, help="a folder with comments.csv and votes.csv")
    it.add_argument("--pair", metavar="KEY", required=True, help="the end of the address of the pair's notebook")
    it.add_argument("--name", required=True, help="what it is called")
    it.add_argument("--asked", required=True, help="what people were asked")
    it.add_argument("--source", required=True, help="where it is from, and its licence; stands on every page")

    people = command("person", None, "About the people who take part.").add_subparsers(
        required=True, metavar="COMMAND"
    )
    command("list", person_list, "List everybody with their roles.", within=people)

    words = command(
        "content", content_check, "Read sheets, process and words, and say every mistake in them."
    )
    words.set_defaults(own=[])
    own = words.add_subparsers(metavar="COMMAND")
    it = command(
        "check", content_check, "Say every mistake in our content and in every own folder.", within=own
    )
    it.add_argument(
        "own", metavar="DIR", nargs="*", type=there, help="only this folder, laid over ours, wherever it is"
    )
    it = command("copy", content_copy, "Start an organisation's own folder, with examples in it.", within=own)
    it.add_argument("key", metavar="KEY", help="the key of the organisation; `content check` names it")

    it = command("docs", docs, "Write the generated documents again. For developers.")
    it.add_argument("--check", action="store_true", help="only say whether they are fresh")
    return parser.parse_args(given)


def there(path: str) -> Path:
    """A path as seen from where the command was typed."""
    return (Path(os.environ.get("ALONGSIDE_FROM_FOLDER", ".")) / Path(path).expanduser()).resolve()


class NothingThere(Exception):
    """The data folder has nothing in it yet."""


def read_only(folder: Folder) -> None:
    """Start Django on a database that this process cannot change."""
    if not folder.has_begun():
        raise NothingThere(f"There is nothing in {folder.path} yet. bin/serve begins it.")
    folder.use()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.site.settings")

    import django
    from django.conf import settings

    database = settings.DATABASES["default"]
    if on_postgres():
        database["OPTIONS"]["options"] += " -c default_transaction_read_only=on"
    else:
        database["NAME"] = f"file:{quote(str(folder.database))}?mode=ro"
        database["OPTIONS"] = {"timeout": 20}
    django.setup()


def demo(asked, folder: Folder) -> int:
    """Links for the demo's people."""
    read_only(folder)
    if not folder.is_demo():
        print(f"{folder.path} is not a demo folder, so it gives no links away.", file=sys.stderr)
        return WRONG_USE
    from alongside.site.demo import as_json

    world = as_json(asked.base)
    print(json.dumps(world, indent=1, ensure_ascii=False) if asked.json else "\n".join(links(world)))
    return 0


def doctor(asked, folder: Folder) -> int:
    """One line for each thing looked at."""
    from alongside.site import doctor

    findings = doctor.look(folder)
    for finding in findings:
        print(f"{finding.state:<6}{finding.about:<12}{finding.words}")
    return int(any(finding.state == doctor.WRONG for finding in findings))


def backup(asked, folder: Folder) -> int:
    """Refuses to write over anything."""
    from alongside.site.backup import CannotCopy, backup

    if not folder.has_begun():
        raise NothingThere(f"There is nothing in {folder.path} yet.")
    if asked.to.exists():
        print(f"{asked.to} is there already. Name a new folder.", file=sys.stderr)
        return WRONG_USE
    try:
        said = backup(folder, asked.to, asked.keys)
    except CannotCopy as why:
        print(why, file=sys.stderr)
        return 1
    print(f"Kept in {asked.to}: {counted(said)}.")
    if asked.keys:
        print(f"The keys are in {asked.keys}. Keep the two folders in different places.")
    else:
        print(
            f"The keys are not in it. Without {folder.path / 'keys'} nobody can read the copy: "
            "keep a copy of that folder somewhere else (--keys DIR makes one)."
        )
    return 0


def restore(asked, folder: Folder) -> int:
    """Says what it did."""
    from alongside.site.backup import CannotRestore, restore

    try:
        said = restore(asked.backup, folder, asked.keys, own_keys="ALONGSIDE_MASTER_KEY" in os.environ)
    except CannotRestore as why:
        print(why, file=sys.stderr)
        return WRONG_USE
    print(
        f"Restored into {folder.path} what was kept on {said['made']}: every byte as it was noted, "
        f"{counted(said)}. bin/serve --data DIR starts it."
    )
    return 0


def study_figures(asked, folder: Folder) -> int:
    """Needs no data folder and no database."""
    from alongside.voices.figures import as_table, figures
    from alongside.voices.polis import BadStudy, read_folder

    try:
        found = figures(read_folder(asked.study))
    except BadStudy as why:
        print(why, file=sys.stderr)
        return WRONG_USE
    print(json.dumps(found) if asked.json else as_table(found))
    return 0


def tidy(asked, folder: Folder) -> int:
    """For a folder whose server rests: a running one does it by itself."""
    if not folder.has_begun():
        raise NothingThere(f"There is nothing in {folder.path} yet.")
    with folder.lock():
        folder.use()
        from alongside.site.serve import set_django_up

        set_django_up()
        from alongside.site.tidy import count_rounds, fold_logs, let_sessions_go

        gone, folded, counted = let_sessions_go(), fold_logs(), count_rounds()
        print(f"{gone} ended sessions are gone, {folded} old changes are folded, {counted} rounds are counted.")
    return 0


def bring(asked, folder: Folder) -> int:
    """The same as the page of the two does, for a study that is too large for a page."""
    if not folder.has_begun():
        raise NothingThere(f"There is nothing in {folder.path} yet.")
    with folder.lock():
        folder.use()
        from alongside.site.serve import set_django_up

        set_django_up()
        from alongside.people.models import Pair
        from alongside.voices.bring import bring
        from alongside.voices.counting import renew
        from alongside.voices.polis import BadStudy, read_folder

        pair = Pair.objects.filter(public=asked.pair).first()
        if not pair:
            print(f"There is no pair {asked.pair}. It is what stands after /pair/ in an address.", file=sys.stderr)
            return WRONG_USE
        try:
            study = read_folder(asked.study)
        except BadStudy as why:
            print(why, file=sys.stderr)
            return 1
        words = {"name": asked.name, "asked": asked.asked, "source": asked.source}
        round = bring(study, pair=pair, by=pair.programme.coordinator, **words)
        renew(round)
        where = f"/pair/{pair.public}/asking/{round.piece.public}/"
        print(f"{len(study.votes.people)} people, {len(study.accepted())} cards: {where}")
    return 0


def counted(said: dict) -> str:
    """What a backup holds, in a few words."""
    return f"{sum(said['rows'].values())} rows of the database and {len(said['files']) - 1} other files"


def person_list(asked, folder: Folder) -> int:
    """Names, how to reach them, roles."""
    read_only(folder)
    from alongside.people.models import Person

    people = Person.objects.order_by("name", "pk").prefetch_related("roles", "as_partner", "as_professional")
    for person in people:
        roles = {role.kind for role in person.roles.all() if role.until is None}
        roles |= {"partner"} if person.as_partner.all() else set()
        roles |= {"professional"} if person.as_professional.all() else set()
        reached = person.email or person.phone or "paper key"
        print(f"{person.public}  {person.name:<24} {reached:<32} {', '.join(sorted(roles))}")
    return 0


def content_check(asked, folder: Folder) -> int:
    """All mistakes at once: of ours in every sector, of an own folder in its organisation's sector."""
    from alongside.kit.sheets import CONTENT

    every = sorted(file.stem for file in (CONTENT / "sectors").glob("*.yaml"))
    checks = [(asked.own, every)] if asked.own else [([], every), *own_folders(folder, every)]
    said: dict[str, None] = {}
    for own, sectors in checks:
        said |= dict.fromkeys(mistakes(*own, sectors=sectors))
    print("\n".join(said) or "No mistakes found.")
    return int(bool(said))


def mistakes(*own: Path, sectors: list[str]) -> list[str]:
    """Every mistake of own folders over ours, as sentences with file, key and remedy."""
    from alongside.kit.mistakes import ContentMistakes
    from alongside.kit.sheets import CONTENT, load

    said: set[str] = set()
    for sector in sectors:
        try:
            load(CONTENT, *own, sector=sector)
        except ContentMistakes as found:
            said |= {str(mistake) for mistake in found.mistakes}
    return sorted(said)


def own_folders(folder: Folder, every: list[str]) -> list[tuple[list[Path], list[str]]]:
    """Each own folder of this data folder, with the sectors in which it is read."""
    found = sorted(each for each in (folder.path / "content").glob("*") if each.is_dir())
    of = organisations(folder) if found else {}
    return [([each], [of[each.name]] if each.name in of else every) for each in found]


def organisations(folder: Folder) -> dict[str, str]:
    """Key and sector of each organisation; none before bin/serve has begun the folder."""
    if not folder.has_begun():
        return {}
    read_only(folder)
    from alongside.people.models import Organisation

    return dict(Organisation.objects.values_list("key", "sector"))


def content_copy(asked, folder: Folder) -> int:
    """Examples that change nothing until somebody takes the # away."""
    of = organisations(folder)
    if asked.key not in of:
        known = ", ".join(sorted(of)) or "none yet; bin/serve begins one"
        print(f"There is no organisation with the key {asked.key}. There is: {known}.", file=sys.stderr)
        return WRONG_USE
    from alongside.people.own_content import start_folder

    try:
        own = start_folder(asked.key)
    except FileExistsError:
        print(
            f"{folder.path / 'content' / asked.key} is there already. Change the files in it.",
            file=sys.stderr,
        )
        return WRONG_USE
    print(f"Begun in {own}. Change a file there, then: bin/alongside content check")
    return 0


def docs(asked, folder: Folder) -> int:
    """The documents that are made from the code."""
    from alongside.site import docs

    if not asked.check:
        docs.write()
        return 0
    stale = docs.stale()
    for file in stale:
        print(f"{file.name} does not say what the code does any more. Run: bin/alongside docs")
    return int(bool(stale))


def has_organisation() -> bool:
    """Whether somebody has set this folder up."""
    from alongside.people.models import Organisation

    return Organisation.objects.exists()


def fill_demo() -> None:
    """The made-up organisation. Nothing that its people would be sent is sent, or printed."""
    from django.conf import settings

    from alongside.kit.messages import wait_until_sent
    from alongside.site.demo import fill

    print("Filling the demo. This takes some seconds, once…", file=sys.stderr)
    usual, silent = settings.MAILERS, {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
    settings.MAILERS = silent
    try:
        fill()
        wait_until_sent()
    finally:
        settings.MAILERS = usual


def first_words(base: str) -> list[str]:
    """What bin/serve says once it answers, for the person at the keyboard."""
    from django.conf import settings

    folder = Folder(settings.DATA)
    words = [
        "",
        f"  Alongside answers at {base}",
        f"  Everything is kept in {folder.path}",
        "  Ctrl-C stops it.",
        "",
    ]
    if folder.is_demo():
        from alongside.site.demo import as_json

        words += [
            "  Come in as one of the made-up people. Each link works for an hour, as often as you like;"
        ]
        words += [
            f"  bin/alongside demo --data {shlex.quote(str(folder.path))} --base {base} prints new ones.",
            "",
        ]
        words += links(as_json(base))
    else:
        from alongside.people.setup import start_link

        words += [f"  Begin here: {start_link(base) or base + '/'}"]
    return [*words, ""]


def links(world: dict) -> list[str]:
    """A line for each person of the demo."""
    return [f"  {person['name']:<12} {person['role']:<14} {person['sign_in']}" for person in world["people"]]


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # as when it is read with head
    sys.exit(main())
