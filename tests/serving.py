"""A server of its own for a test: `bin/serve` on a folder and a free port, killed and started again."""

import os
import re
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HIDDEN = ("ALONGSIDE_", "DJANGO_")

# -D: the process that we kill is the server, and not strace.
TRACING = ["strace", "-D", "-f", "-y", "-xx", "-s", "4000000", "-e"]
TRACING += ["trace=pwrite64,write,fsync,fdatasync,ftruncate,rename,unlink,sendto"]


def usual() -> dict[str, str]:
    """The environment without what belongs to the tests."""
    return {name: value for name, value in os.environ.items() if not name.startswith(HIDDEN)}


def filled(folder: Path, by: str) -> str:
    """A new data folder, filled by a module of the tests; what that printed last."""
    there = usual() | {"ALONGSIDE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "alongside.site.settings"}
    run = partial(subprocess.run, cwd=ROOT, env=there, check=True, capture_output=True, text=True)
    run([sys.executable, "manage.py", "migrate", "-v0"])
    return run([sys.executable, "-m", by]).stdout.strip().rpartition("\n")[2]


class Serving:
    """Answers at `base`. `broken`: with mechanisms taken out (see broken.py). `traced`: strace writes there."""

    def __init__(self, data: Path, *more: str, broken: str = "", traced: Path | None = None):
        self.data, self.broken, self.more = data, broken, more
        self.port, self.traced = 0, traced
        self.start()

    def start(self) -> None:
        """Begin, on the same port if it had one."""
        begin = [sys.executable, "-m", "tests.writing.broken", self.broken] if self.broken else ["bin/serve"]
        if self.traced:
            begin = [*TRACING, "-o", str(self.traced), *begin]
        self.process = subprocess.Popen(
            [*begin, "--port", str(self.port), "--data", str(self.data), *self.more],
            cwd=ROOT,
            env=usual(),
            stdout=subprocess.PIPE,
            stderr=(self.data.parent / f"{self.data.name}.errors").open("a"),
            text=True,
        )
        said = ""
        for line in self.process.stdout:
            said += line
            if found := re.search(r"answers at http://127\.0\.0\.1:(\d+)", line):
                self.port = int(found[1])
                return
        raise AssertionError(f"the server did not start:\n{said}{self.errors()}")

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def errors(self) -> str:
        """What it complained of."""
        return (self.data.parent / f"{self.data.name}.errors").read_text()

    def memory_mb(self) -> float:
        """Resident memory of the one process."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def kill(self) -> None:
        """As when the power of the machine goes, as far as a process can feel it."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def again(self) -> None:
        """Killed, and back at the same address."""
        self.kill()
        self.start()

    def stop(self) -> int:
        """As Ctrl-C would; the exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(30)
        self.process.stdout.close()
        return code
