"""`make run`: the database brought up to date, then web server, worker and beat as its children."""

import fcntl
import http.client
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

from setup.packages import PYTHON
from setup.places import ensure_writable, var
from setup.supervisor import Command, Supervisor

LOOPBACK = {"127.0.0.1", "localhost"}
CELERY = [str(PYTHON), "-m", "celery", "--quiet", "-A", "portal"]
OFF = {"0", "no", "off", "false"}


@dataclass(frozen=True)
class Plan:
    host: str
    port: int
    var: Path
    demo: bool
    env: dict[str, str]

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}/"


def plan(env: Mapping[str, str]) -> Plan:
    """What to serve. The demo has its own database and files, and is seen from this machine only."""
    demo = env.get("DEMO", "0" if env.get("DATABASE_URL") else "1").lower() not in OFF
    host, folder = env.get("HOST") or "127.0.0.1", var()
    if demo and env.get("DATABASE_URL"):
        sys.exit("The demo company has its own database: leave out DEMO or DATABASE_URL.")
    if demo and host not in LOOPBACK:
        sys.exit(f"The demo company is served on 127.0.0.1 only: for {host} start with DEMO=0.")
    database = {"DATABASE_URL": f"sqlite:///{quote(str(folder / 'demo.sqlite3'))}"} if demo else {}
    folder = folder / "demo" if demo else folder
    own = {"DEMO": str(int(demo)), "GRADUS_VAR": str(folder), "PORT": str(port(env))}
    return Plan(host, port(env), folder, demo, {**env, **database, **own})


def port(env: Mapping[str, str]) -> int:
    text = env.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        sys.exit(f"PORT={text} is not a port: give a number such as PORT=8001.")
    return int(text)


def ensure_free(plan: Plan) -> None:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((plan.host, plan.port))
        except OSError as error:
            sys.exit(
                f"Port {plan.port} of {plan.host} cannot be used ({error.strerror}): "
                "choose another, as in make run PORT=8001."
            )


def serve(plan: Plan) -> int:
    ensure_writable(plan.var)
    with (plan.var / "running").open("w") as file:
        ensure_alone(file, plan.var)
        supervisor = Supervisor(plan.env)
        print("Preparing the database …", flush=True)
        if subprocess.call([PYTHON, "manage.py", "prepare"], env=plan.env) != 0:
            return int(not supervisor.is_asked_to_stop)
        return supervise(supervisor, plan)


def ensure_alone(file: IO[str], folder: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        sys.exit(f"Gradus already runs on {folder}: stop it first, or give this one its own GRADUS_VAR.")


def supervise(supervisor: Supervisor, plan: Plan) -> int:
    try:
        supervisor.start("web", web(plan))
        if supervisor.watch(until=lambda: answers(plan)):
            supervisor.start("worker", worker())
            supervisor.start("beat", beat(plan))
            print(f"\nGradus is at {plan.address} (Ctrl-C stops it)\n", flush=True)
            supervisor.watch(until=lambda: False)
    finally:
        supervisor.stop()
    if lost := supervisor.hopeless():
        print(f"{lost.name} ends again and again, see above: everything was stopped.", file=sys.stderr)
    return int(lost is not None)


def answers(plan: Plan) -> bool:
    """Say whether the application answers, were it with an error."""
    connection = http.client.HTTPConnection(plan.host, plan.port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status > 0
    except OSError:
        return False
    finally:
        connection.close()


def web(plan: Plan) -> Command:
    bind = f"--bind={plan.host}:{plan.port}"
    threads = ["--workers=2", "--worker-class=gthread", "--threads=4", "--graceful-timeout=5"]
    return [str(PYTHON), "-m", "gunicorn", bind, *threads, "--preload", "--no-control-socket", "portal.wsgi"]


def worker() -> Command:
    alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    pool = ["--pool=prefork", "--concurrency=1", "--max-tasks-per-child=500"]
    return [*CELERY, "worker", "--loglevel=WARNING", *pool, *alone]


def beat(plan: Plan) -> Command:
    """This process holds the folder's lock, so that a pid file found here was left by a dead one."""
    (plan.var / "beat.pid").unlink(missing_ok=True)
    files = [f"--pidfile={plan.var / 'beat.pid'}", f"--schedule={plan.var / 'beat-schedule'}"]
    return [*CELERY, "beat", "--loglevel=WARNING", *files]
