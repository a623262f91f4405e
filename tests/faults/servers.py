"""The site behind gunicorn, and a PostgreSQL server of its own: both can be struck down and stand up."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

PATIENCE = 60.0


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Site:
    """gunicorn as `make run` starts it: two workers of four threads, unless more are asked for."""

    port: int
    master: int
    log: Path

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self.port

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.master}/task/{self.master}/children").read_text()
        return [int(child) for child in children.split()]

    def kill_a_worker(self) -> None:
        if workers := self.workers():
            os.kill(workers[0], signal.SIGKILL)

    def roll(self) -> None:
        """New workers in place of the old ones, which finish what they have begun."""
        os.kill(self.master, signal.SIGHUP)

    def answers(self) -> bool:
        link = HTTPConnection(*self.address, timeout=5)
        try:
            link.request("GET", "/healthz")
            return link.getresponse().status < 500
        except OSError:
            return False
        finally:
            link.close()


@contextmanager
def site(database_url: str, folder: Path, *, workers: int = 2) -> Iterator[Site]:
    port, log = free_port(), folder / f"gunicorn-{os.getpid()}.log"
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "GRADUS_SCRATCH": str(folder),
    }
    threads = [f"--workers={workers}", "--worker-class=gthread", "--threads=4", "--graceful-timeout=5"]
    command = [sys.executable, "-m", "gunicorn", f"--bind=127.0.0.1:{port}", *threads, "--no-control-socket"]
    with (
        log.open("w") as out,
        subprocess.Popen([*command, "portal.wsgi"], env=environment, stdout=out, stderr=out) as master,
    ):
        started = Site(port, master.pid, log)
        try:
            wait_until(started.answers)
            yield started
        finally:
            master.terminate()


class Cluster:
    """A PostgreSQL server on a free port, with data of its own."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder, self.programs, self.port = folder, programs, free_port()
        self.as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/exam"

    def create(self) -> None:
        self.run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "-D", self.folder / "data")
        options = f"-p {self.port} -k {self.folder} -h 127.0.0.1"
        self.control("-o", options, "-l", self.folder / "log", "start")
        self.run("createdb", "-h", "127.0.0.1", "-p", self.port, "-U", "postgres", "exam")

    def take(self, source: dict[str, str | int]) -> None:
        """Everything that stands in another server's database."""
        place = ["-h", source["HOST"], "-p", source["PORT"] or 5432, "-U", source["USER"]]
        dumped = [str(part) for part in [self.programs / "pg_dump", *place, source["NAME"]]]
        load = [
            self.programs / "psql",
            "-q",
            "-h",
            "127.0.0.1",
            "-p",
            str(self.port),
            "-U",
            "postgres",
            "exam",
        ]
        with subprocess.Popen(dumped, stdout=subprocess.PIPE) as dump:
            subprocess.run(load, stdin=dump.stdout, check=True, stdout=subprocess.DEVNULL)

    def restart(self) -> None:
        """As after a power cut: no connection is closed, no page is written."""
        self.control("-m", "immediate", "restart", "-l", self.folder / "log")

    def stop(self) -> None:
        self.control("-m", "immediate", "stop")

    def control(self, *arguments: object) -> None:
        self.run("pg_ctl", "-D", self.folder / "data", "-w", *arguments)

    def run(self, program: str, *arguments: object) -> None:
        command = [*self.as_postgres, str(self.programs / program), *map(str, arguments)]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def cluster() -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory() as name:
        if os.geteuid() == 0:
            entry = pwd.getpwnam("postgres")
            os.chown(name, entry.pw_uid, entry.pw_gid)
        made = Cluster(Path(name), programs())
        made.create()
        try:
            yield made
        finally:
            made.stop()


def programs() -> Path:
    found = [Path(path).resolve() for path in [shutil.which("initdb") or ""] if path]
    found += Path("/usr/lib/postgresql").glob("*/bin/initdb")
    assert found, "install PostgreSQL's server programs: apt install postgresql"
    return found[-1].parent


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.1)
