"""Two people in one text: our server with everything on, beside the servers that others use, on this machine.

Peers at their own settings: Hocuspocus with its SQLite extension, the y-websocket server,
pycrdt-websocket with SQLiteYStore, and a relay without document or store as the floor. Server and
load client have a core each; the runs are interleaved and medians compared. `lost_after_kill` is
the sum over all runs. Without Node ours is measured alone, with a client in Python.
"""

import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import Request, urlopen

from alongside.site.folder import ROOT
from bench.visiting import Scripts, Serving

HERE = ROOT / "bench" / "writing"
TRACE = ROOT / "tests" / "material" / "friendsforever.json.gz"
NODE_NEEDED = 22  # Hocuspocus 4

PEERS = ("hocuspocus", "y-websocket", "pycrdt-websocket", "relay")
RUNS, QUICK_RUNS = 5, 1
SIZES = (25, 100, 300)
DOCUMENTS = 1000
MINUTE = 65  # seconds after the last edit, until what it keeps is looked at
SHARES = ("gate", "encryption", "rights")


def measure(quick: bool = False) -> tuple[dict, dict]:
    """All figures of ours, and those of each peer that are comparable."""
    with tempfile.TemporaryDirectory(prefix="alongside-bench-") as folder:
        bench = Bench(Path(folder), quick)
        if not bench.node:
            from bench import typists

            return typists.measure(bench, quick), {}
        found = bench.run()
        ours = found.pop("ours") | {"script_kb_gzip": script_kb(bench)}
        return ours, found


def tell(words: str) -> None:
    """Beside the figures: what is going on, and what could not be measured."""
    print(words, file=sys.stderr, flush=True)


# --- what it needs


def cache() -> Path:
    """Where fetched packages stay between runs: never in the project."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    wanted = b"".join((HERE / name).read_bytes() for name in ("package-lock.json", "requirements.txt"))
    folder = base / "alongside-bench" / hashlib.sha256(wanted).hexdigest()[:12]
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def bring_node(folder: Path) -> str | None:
    """A Node that is new enough, with the client's and the peers' packages; nothing, and why, where there is none."""
    if not (shutil.which("node") and shutil.which("npm")):
        tell(
            "There is no Node with npm here, so ours is measured alone. To compare, install Node 22 or later."
        )
        return None
    own = folder / "node_modules" / ".bin" / "node"
    if not (folder / "ready").exists():
        tell("Fetching the load client's packages and the peers, once; this takes two or three minutes…")
        why = _fetch(folder, own)
        if why:
            tell(f"The packages could not be fetched, so ours is measured alone. {why}")
            return None
        (folder / "ready").touch()
    return str(own) if own.exists() else shutil.which("node")


def _fetch(folder: Path, own: Path) -> str:
    """Fetch, then build the one package that is in C++ for the Node that will run it; returns why it failed."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, folder)
    steps = [["npm", "ci", "--ignore-scripts"]]
    if _version("node") < NODE_NEEDED:
        steps.append(["npm", "rebuild", "node", "--ignore-scripts=false"])  # it brings the program itself
    steps.append(["npm", "rebuild", "better-sqlite3", "--ignore-scripts=false"])
    for step in steps:
        environment = dict(os.environ)
        if own.exists():
            environment["PATH"] = f"{own.parent}{os.pathsep}{environment['PATH']}"
            if headers := next(folder.glob("node_modules/**/include/node"), None):
                environment["npm_config_nodedir"] = str(headers.parents[1])
        done = subprocess.run(step, cwd=folder, env=environment, capture_output=True, text=True)
        if done.returncode:
            return f"{' '.join(step)}: {done.stderr[-300:]}"
    return ""


def _version(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.strip().removeprefix("v").split(".")[0])


def bring_pycrdt(folder: Path) -> str | None:
    """A Python environment with pycrdt-websocket, apart from ours; nothing where it cannot be fetched."""
    python, uv = folder / "python" / "bin" / "python", ROOT / ".uv" / "bin" / "uv"
    if not (folder / "python" / "ready").exists():
        try:
            subprocess.run(
                [uv, "venv", "--quiet", "--clear", "--python", sys.executable, folder / "python"], check=True
            )
            install = [uv, "pip", "install", "--quiet", "--require-hashes", "--python", python]
            subprocess.run([*install, "-r", HERE / "requirements.txt"], check=True)
        except (OSError, subprocess.CalledProcessError) as why:
            tell(f"pycrdt-websocket could not be fetched and is left out: {why}")
            return None
        (folder / "python" / "ready").touch()
    return str(python)


# --- the servers


def cores() -> tuple[int | None, int | None]:
    """One for the server, one for the client; none where there are not two, or no taskset."""
    have = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    if len(have) < 2 or not shutil.which("taskset"):
        tell("Server and client share what cores there are: figures are worse than with a core each.")
        return None, None
    return have[0], have[1]


def peers(node: str, here: Path, python: str | None) -> dict:
    """How each peer is started."""
    found = {
        "hocuspocus": {
            "cmd": [node, str(here / "hocuspocus.mjs")],
            "env": {"PORT": "{PORT}", "DB": "{DIR}/hocuspocus.sqlite"},
            "proto": "hocuspocus", "persists": True,
        },
        "y-websocket": {
            "cmd": [node, str(here / "node_modules/@y/websocket-server/src/server.js")],
            "env": {"PORT": "{PORT}", "HOST": "127.0.0.1"},
            "proto": "y-websocket", "persists": False,
        },
        "relay": {
            "cmd": [node, str(here / "relay.mjs")],
            "env": {"PORT": "{PORT}"},
            "proto": "relay", "persists": False,
        },
    }  # fmt: skip
    if python:
        serve = ["-m", "uvicorn", "--app-dir", str(HERE), "--host", "127.0.0.1", "--port", "{PORT}"]
        found["pycrdt-websocket"] = {
            "cmd": [python, *serve, "--log-level", "error", "--lifespan", "off", "pycrdt_server:application"],
            "env": {"DB": "{DIR}/pycrdt.sqlite"},
            "proto": "y-websocket", "persists": True,
        }  # fmt: skip
    return found


def ours(data: Path, rooms: list[dict]) -> dict:
    """How bin/serve is started, on a copy of the data folder."""
    return {
        "cmd": [str(ROOT / "bin" / "serve"), "--data", "{DIR}/data", "--port", "{PORT}"],
        "proto": "ours", "persists": True, "from": str(data), "rooms": rooms,
    }  # fmt: skip


def prepare(data: Path, pairs: int, both: int) -> dict:
    """A demo folder with so many more pairs who may type, and their sessions (bench/pairs.py)."""
    tell(f"Making {pairs} pairs…")
    Serving(ROOT, data, "--demo").stop()
    made = subprocess.run(
        [sys.executable, "-m", "bench.pairs", str(pairs), str(both)],
        cwd=ROOT, env={**os.environ, "ALONGSIDE_DATA": str(data)}, capture_output=True, text=True,
    )  # fmt: skip
    if made.returncode:
        raise RuntimeError(f"The pairs could not be made:\n{made.stderr}")
    return json.loads(made.stdout)


class Bench:
    """Everything that is started and compared, in one temporary folder."""

    def __init__(self, folder: Path, quick: bool):
        self.folder, self.quick = folder, quick
        self.server_core, self.client_core = cores()
        self.cache = cache()
        self.node = bring_node(self.cache)
        self.documents = 100 if quick else DOCUMENTS
        self.data = folder / "data"
        made = prepare(self.data, max(SIZES[-1], self.documents) + 2, SIZES[-1] + 2)
        self.page, self.rooms = made["page"], made["rooms"]
        if self.node:
            self._lay_ready()

    def _lay_ready(self) -> None:
        for file in HERE.glob("*.mjs"):
            shutil.copy(file, self.cache)  # beside the packages, where Node looks for them
        trace = self.folder / "trace.json"
        subprocess.run([self.node, self.cache / "trace.mjs", TRACE, trace], check=True)
        self.systems = {"ours": ours(self.data, self.rooms)}
        self.systems |= peers(self.node, self.cache, bring_pycrdt(self.cache))
        self.systems["profiled"] = {
            **self.systems["ours"],
            "cmd": [sys.executable, "-m", "bench.profiled", "--data", "{DIR}/data", "--port", "{PORT}"],
            "env": {"SHARES": "{DIR}/shares.json", "PYTHONPATH": str(ROOT), "MALLOC_ARENA_MAX": "2"},
        }
        for system in self.systems.values():
            system["core"] = self.server_core
        self.spec = self.folder / "spec.json"
        self.spec.write_text(
            json.dumps({"trace": str(trace), "folder": str(self.folder), "systems": self.systems})
        )

    def load(self, work: str, system: str, **more) -> dict:
        """One measurement by the load client; an empty answer, and why on the side, where it failed."""
        pinned = [] if self.client_core is None else ["taskset", "-c", str(self.client_core)]
        asked = json.dumps({"work": work, "system": system, **more})
        done = subprocess.run(
            [*pinned, self.node, self.cache / "load.mjs", self.spec, asked], capture_output=True, text=True
        )
        said = done.stdout.strip().splitlines()
        found = json.loads(said[-1]) if said else {"error": done.stderr[-500:]}
        shown = ", ".join(
            f"{key} {value:.4g}" for key, value in found.items() if isinstance(value, int | float)
        )
        tell(f"{system:<17} {work:<7} {more or ''} {found.get('error') or shown}")
        return {} if "error" in found else found

    def run(self) -> dict[str, dict]:
        """Every system in turn, run after run; then medians."""
        names = ["ours", *(peer for peer in PEERS if peer in self.systems)]
        seen: dict[str, list[dict]] = {name: [] for name in names}
        for number in range(QUICK_RUNS if self.quick else RUNS):
            for name in names:
                seen[name] += self.typed(name)
            for name in names:
                seen[name] += self.others(name, first=number == 0)
        seen["ours"].append(self.shares())
        return {name: medians(runs) for name, runs in seen.items()}

    def typed(self, name: str) -> list[dict]:
        """Pairs who type, in three sizes."""
        found = []
        for pairs in SIZES:
            one = self.load("typing", name, pairs=pairs, secs=3 if self.quick else 8)
            wanted = {f"seen_p50_ms_{pairs}": "seen_p50_ms"}
            if pairs == 100:
                wanted |= {"seen_p99_ms_100": "seen_p99_ms"}
            if pairs == SIZES[-1]:
                wanted |= {"cpu_us_per_key_300": "cpu_us_per_key", "bytes_per_key": "bytes_per_key"}
            found.append({key: one[there] for key, there in wanted.items() if there in one})
        return found

    def others(self, name: str, *, first: bool) -> list[dict]:
        """The flood, what is kept and opened after it, memory, and what a kill costs."""
        found = [self.load("flood", name, settle=0)]
        if self.systems[name]["proto"] != "relay":
            found.append(self.load("open", name, documents=self.documents))
        if self.systems[name]["persists"]:
            found.append(
                self.load("kill", name, pairs=25 if self.quick else 100, secs=4 if self.quick else 10)
            )
            if first:
                settled = self.load("flood", name, settle=5 if self.quick else MINUTE)
                found.append({key: settled[key] for key in ("store_kb", "cold_open_ms") if settled.get(key)})
        return found

    def shares(self) -> dict:
        """Of the processor time of ours at the largest size, in per cent; measuring costs a little itself."""
        found = self.load("typing", "profiled", pairs=SIZES[-1], secs=3 if self.quick else 8).get(
            "shares", {}
        )
        return {f"{part}_share": found[part] for part in SHARES if part in found}


SUMMED = ("lost_after_kill",)
KEYS = [
    "lost_after_kill",
    *(f"seen_p50_ms_{pairs}" for pairs in SIZES),
    "seen_p99_ms_100", "cpu_us_per_key_300", "bytes_per_key", "flood_cpu_us", "flood_memory_mb",
    "kb_per_open_document", "cold_open_ms", "crash_open_ms", "store_kb",
    *(f"{part}_share" for part in SHARES),
]  # fmt: skip


def medians(runs: list[dict]) -> dict:
    """The middle of all runs, key by key; what was lost is added up."""
    found = {}
    for key in KEYS:
        values = [run[key] for run in runs if run.get(key) is not None]
        if values:
            found[key] = sum(values) if key in SUMMED else round(statistics.median(values), 2)
    return found


# --- scripts


def script_kb(bench: Bench) -> float:
    """All scripts of a page on which two people type, packed, with nothing in the cache."""
    with Serving(ROOT, bench.data) as serving:
        address = urljoin(serving.base, bench.page)
        cookie = {"Cookie": bench.rooms[0]["cookies"][0]}
        with urlopen(Request(address, headers=cookie), timeout=30) as answer:
            address, html = answer.url, answer.read().decode()
        page = Scripts(html)
        inside = [words.encode() for words in page.inside]
        for there in page.addresses:
            with urlopen(Request(urljoin(address, there), headers=cookie), timeout=30) as answer:
                inside.append(answer.read())
    return round(sum(len(packed(script)) for script in inside if script.strip()) / 1000, 1)


def packed(script: bytes) -> bytes:
    """As a server packs it."""
    packer = zlib.compressobj(9, wbits=31)
    return packer.compress(script) + packer.flush()
