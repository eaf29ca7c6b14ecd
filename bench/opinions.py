"""The opinion map beside red-dwarf, each in a process of its own: seconds, peak memory, and whether groups agree.

Both are given the same votes, rejected ones left out and the last one of each person only, because
red-dwarf stops at a second vote. Its list of dictionaries is made before its clock starts. Times are those of
counts, groups and what they say, without imports; memory is the most that the process ever had.
London has fewer people than our limit, so the limit is lifted for it here.
"""

import csv
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np

from alongside.site.folder import ROOT
from alongside.voices import polis
from alongside.voices.map import centred, map_of, moved_outwards, positions
from alongside.voices.polis import Votes

STUDIES = ROOT / "tests" / "material" / "opinions"
REAL = {
    "canada": "canadian-electoral-reform",
    "seattle": "15-per-hour-seattle",
    "london": "london.youth.policing",
}
LARGE = "large"
PEOPLE, STATEMENTS, ANSWERED, CAMPS = 10_000, 500, 0.2, (0.5, 0.3, 0.2)
RUNS, QUICK_RUNS = 3, 1
CLOSE = 0.8
LIBRARIES = ("alongside", "red-dwarf")


def figures(tell, quick: bool = False) -> tuple[dict, dict]:
    """(our figures, those of red-dwarf); `tell` says beside them why groups differ where they do."""
    with tempfile.TemporaryDirectory(prefix="alongside-bench-") as folder:
        studies = prepared(Path(folder))
        found: dict[str, dict[str, list]] = {name: {library: [] for library in LIBRARIES} for name in studies}
        for _ in range(QUICK_RUNS if quick else RUNS):
            for name, file in studies.items():
                for library in LIBRARIES:
                    found[name][library].append(in_a_child(library, file))
    rand = {f"rand_index_{name}": agreeing(name, each, tell) for name, each in found.items()}
    ours, theirs = (timed(found, library) | rand | like_polis(found, library) for library in LIBRARIES)
    return ours, theirs


def timed(found: dict, library: str) -> dict:
    """The large one, and Canada."""
    return {
        key + unit: round(statistics.median(run[unit] for run in found[name][library]), digits)
        for name, key in ((LARGE, "map"), ("canada", "map_canada"))
        for unit, digits in (("_s", 3), ("_mb", 0))
    }


# --- the votes


def prepared(folder: Path) -> dict[str, Path]:
    """Each study's votes as one file of numbers."""
    studies = {name: polis.read_folder(STUDIES / of).votes for name, of in REAL.items()}
    files = {}
    for name, votes in {**studies, LARGE: invented()}.items():
        files[name] = folder / f"{name}.npz"
        np.savez(files[name], who=votes.who, on=votes.on, said=votes.said,
                 people=[int(who) for who in votes.people], statements=len(votes.statements))  # fmt: skip
    return files


def invented() -> Votes:
    """Three camps, each leaning its own way on every statement; each person answers one in five."""
    dice = np.random.default_rng(2026)
    camp = dice.choice(len(CAMPS), PEOPLE, p=CAMPS)
    lean = dice.standard_normal((len(CAMPS), STATEMENTS))
    who, on = np.nonzero(dice.random((PEOPLE, STATEMENTS), dtype=np.float32) < ANSWERED)
    felt = lean[camp[who], on] + dice.standard_normal(len(who))
    said = np.where(felt > 0.3, 1, np.where(felt < -0.3, -1, 0)).astype(np.int8)
    people, statements = (list(map(str, range(size))) for size in (PEOPLE, STATEMENTS))
    return Votes(people, statements, who.astype(np.int32), on.astype(np.int32), said)


def votes_in(file: Path) -> Votes:
    """What `prepared` wrote."""
    with np.load(file) as kept:
        people, statements = map(str, kept["people"].tolist()), map(str, range(int(kept["statements"])))
        return Votes(list(people), list(statements), kept["who"], kept["on"], kept["said"])


# --- a process of its own


def in_a_child(library: str, file: Path) -> dict:
    """{"_s", "_mb", "of": {person: group}} of one run; ours also says how far apart both groupings are."""
    ran = subprocess.run(
        [sys.executable, "-m", "bench.opinions", library, file], cwd=ROOT, capture_output=True, text=True
    )
    if ran.returncode:
        raise SystemExit(f"{library} did not finish on {file.stem}: {ran.stderr.strip()[-500:]}")
    return json.loads(ran.stdout) | {"votes": votes_in(file)}


def child(library: str, file: Path) -> dict:
    """Runs inside the child."""
    votes = votes_in(file)
    run = with_ours if library == "alongside" else with_red_dwarf
    seconds, of = run(votes)
    return {"_s": seconds, "_mb": peak_mb(), "of": of}


def with_ours(votes: Votes) -> tuple[float, dict[str, int]]:
    began = time.perf_counter()
    votes.counts()
    found = map_of(votes, fewest=2)
    return time.perf_counter() - began, found.of()


def with_red_dwarf(votes: Votes) -> tuple[float, dict[str, int]]:
    """At its own settings, with a fixed beginning."""
    warnings.simplefilter("ignore")
    from reddwarf.implementations.polis import run_pipeline

    rows = [
        {"participant_id": person, "statement_id": statement, "vote": value, "modified": 0}
        for person, statement, value in zip(
            [int(votes.people[who]) for who in votes.who], votes.on.tolist(), votes.said.tolist(), strict=True
        )
    ]
    began = time.perf_counter()
    found = run_pipeline(votes=rows, random_state=1)
    took = time.perf_counter() - began
    return took, {str(who): int(group) for who, group in found.participants_df["cluster_id"].dropna().items()}


def peak_mb() -> float:
    """Linux counts from the start of this program; elsewhere what the system says."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


# --- do groups agree?


def rand_index(one: dict[str, int], other: dict[str, int]) -> float:
    """Adjusted for chance: 1 the same groups, 0 as if dealt out."""
    from sklearn.metrics import adjusted_rand_score

    both = [who for who in one if who in other]
    return round(float(adjusted_rand_score([one[who] for who in both], [other[who] for who in both])), 3)


def agreeing(name: str, found: dict, tell) -> float:
    """Of our groups with red-dwarf's, and why, where they are far apart."""
    ours, theirs = found["alongside"][0], found["red-dwarf"][0]
    index = rand_index(ours["of"], theirs["of"])
    if index < CLOSE:
        tell(f"{name}: adjusted Rand index {index}. {why(ours, theirs)}")
    return index


def why(ours: dict, theirs: dict) -> str:
    """Both groupings on the same points: how clear the groups are, and how far people are from their group's middle."""
    votes = ours["votes"]
    points = positions(centred(votes), moved_outwards(votes))
    place = {person: at for at, person in enumerate(votes.people)}
    said = []
    for library, run in (("Ours", ours), ("red-dwarf's", theirs)):
        own = points[[place[who] for who in run["of"]]]
        labels = np.array(list(run["of"].values()))
        said.append(f"{library}: {len(set(labels.tolist()))} groups, {clear(own, labels)}")
    return (
        "; ".join(said)
        + ". The points are the same; red-dwarf begins k-means once, with the points furthest to the left, and stays"
        " in what it finds from there, ours takes the best of ten beginnings. Groups as unclear as these move with it."
    )


def clear(points: np.ndarray, labels: np.ndarray) -> str:
    """Silhouette, and the sum of squares that k-means makes small."""
    from sklearn.metrics import silhouette_score

    groups = [points[labels == name] for name in sorted(set(labels.tolist()))]
    apart = sum(((group - group.mean(axis=0)) ** 2).sum() for group in groups)
    return f"silhouette {silhouette_score(points, labels):.3f}, sum of squares {apart:.0f}"


def like_polis(found: dict, library: str) -> dict[str, float]:
    """With the groups that Polis itself found at the time, from its export."""
    return {
        f"rand_index_{name}_polis": rand_index(found[name][library][0]["of"], groups_of_polis(of))
        for name, of in REAL.items()
    }


def groups_of_polis(study: str) -> dict[str, int]:
    """By person, from participants-votes.csv."""
    with open(STUDIES / study / "participants-votes.csv", newline="", encoding="utf-8") as file:
        return {row["participant"]: int(row["group-id"]) for row in csv.DictReader(file) if row["group-id"]}


if __name__ == "__main__":
    print(json.dumps(child(sys.argv[1], Path(sys.argv[2]))))
