"""PostgreSQL and Redis for the tests: those of this machine, else own ones on free ports, stopped again."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PYTHON = Path(__file__).resolve().parent.parent / ".venv" / "bin" / "python"
CONNECT = "import psycopg, sys; psycopg.connect(sys.argv[1], connect_timeout=3).close()"
REDIS_DATABASE = 9
PATIENCE = 30.0


class Unavailable(Exception):
    pass


@contextmanager
def postgresql(port: int = 5432) -> Iterator[str]:
    running = postgresql_address(port)
    if postgresql_answers(running):
        yield running
        return
    programs = found("PostgreSQL", "postgresql", lambda: newest_postgresql() / "initdb").parent
    with folder_of("postgres") as folder:
        data, port = folder / "data", free_port()
        as_postgres = ["runuser", "-u", "postgres", "--"]
        checked(
            [*as_postgres, programs / "initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "-D", data]
        )
        options = f"-p {port} -k {folder} -h 127.0.0.1"
        control = [*as_postgres, programs / "pg_ctl", "-D", data, "-w"]
        checked([*control, "-l", folder / "log", "-o", options, "start"])
        try:
            yield postgresql_address(port)
        finally:
            checked([*control, "-m", "immediate", "stop"])


@contextmanager
def redis(port: int = 6379) -> Iterator[str]:
    if redis_answers(port):
        yield redis_address(port)
        return
    program = found("Redis", "redis-server", lambda: Path(shutil.which("redis-server") or ""))
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            try:
                wait_for("Redis", lambda: redis_answers(port))
                yield redis_address(port)
            finally:
                process.terminate()


def found(name: str, package: str, look: Callable[[], Path]) -> Path:
    """The program's path, after an installation where root and apt allow it."""
    if os.geteuid() != 0:
        raise Unavailable(f"{name} does not answer, and only root can start an own one.")
    if not look().is_file() and shutil.which("apt-get"):
        subprocess.call(["apt-get", "update", "-q"], stdout=subprocess.DEVNULL)
        install = ["apt-get", "install", "-q", "-y", "--no-install-recommends", package]
        subprocess.call(
            install, stdout=subprocess.DEVNULL, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        )
    path = look()
    if not path.is_file():
        raise Unavailable(f"{name} does not answer and could not be installed.")
    return path


def newest_postgresql() -> Path:
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    return max(versions, key=lambda path: int(path.parent.name), default=Path())


@contextmanager
def folder_of(user: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        entry = pwd.getpwnam(user)
        os.chown(name, entry.pw_uid, entry.pw_gid)
        yield Path(name)


def checked(command: list[str | Path]) -> None:
    result = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    if result.returncode != 0:
        raise Unavailable(f"{Path(command[4]).name} failed: {result.stderr.strip()}")


def wait_for(name: str, answers: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not answers():
        if time.monotonic() > deadline:
            raise Unavailable(f"{name} was started and does not answer.")
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def postgresql_address(port: int) -> str:
    return f"postgres://postgres@127.0.0.1:{port}/postgres"


def postgresql_answers(address: str) -> bool:
    return subprocess.call([PYTHON, "-c", CONNECT, address], stderr=subprocess.DEVNULL) == 0


def redis_address(port: int) -> str:
    return f"redis://127.0.0.1:{port}/{REDIS_DATABASE}"


def redis_answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=3) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(7) == b"+PONG\r\n"
    except OSError:
        return False
