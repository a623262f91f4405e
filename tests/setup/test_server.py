"""What `make run` starts, and that nothing of it stays behind."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from celery import Celery
from django.db import connection
from django.utils import timezone

from core.models import Job
from setup import server

ROOT = Path(__file__).resolve().parent.parent.parent
SERVE = "import os, sys; from setup import server; sys.exit(server.serve(server.plan(os.environ)))"


def within(seconds: float, condition: Callable[[], object]) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def processes() -> dict[int, int]:
    """Every living process and its parent."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            if state != "Z":
                found[int(stat.parent.name)] = int(parent)
    return found


def descendants(pid: int) -> set[int]:
    children = {child for child, parent in processes().items() if parent == pid}
    return children.union(*map(descendants, children))


def database_url() -> str:
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    return (
        f"postgres://{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}/{values['NAME']}"
    )


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setenv("GRADUS_VAR", str(tmp_path))
    return {"PORT": "8123"}


def test_the_demo_comes_first_and_has_its_own_database(environment: dict[str, str], tmp_path: Path) -> None:
    plan = server.plan(environment)
    assert plan.address == "http://127.0.0.1:8123/"
    assert plan.env == {
        "DEMO": "1",
        "PORT": "8123",
        "GRADUS_VAR": str(tmp_path / "demo"),
        "DATABASE_URL": f"sqlite:///{tmp_path}/demo.sqlite3",
    }


def test_without_demo_the_house_starts_empty(environment: dict[str, str], tmp_path: Path) -> None:
    plan = server.plan(environment | {"DEMO": "0", "HOST": "0.0.0.0"})
    assert plan.env == {"DEMO": "0", "PORT": "8123", "GRADUS_VAR": str(tmp_path), "HOST": "0.0.0.0"}


def test_a_database_of_ones_own_never_gets_the_demo(environment: dict[str, str], tmp_path: Path) -> None:
    plan = server.plan(environment | {"DATABASE_URL": "postgres://db/gradus"})
    assert plan.env == {
        "DEMO": "0",
        "PORT": "8123",
        "GRADUS_VAR": str(tmp_path),
        "DATABASE_URL": "postgres://db/gradus",
    }


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            {"DEMO": "1", "DATABASE_URL": "postgres://db/gradus"},
            "The demo company has its own database: leave out DEMO or DATABASE_URL.",
        ),
        (
            {"HOST": "0.0.0.0"},
            "The demo company is served on 127.0.0.1 only: for 0.0.0.0 start with DEMO=0.",
        ),
        ({"PORT": "80a"}, "PORT=80a is not a port: give a number such as PORT=8001."),
        ({"PORT": "65536"}, "PORT=65536 is not a port: give a number such as PORT=8001."),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(
    environment: dict[str, str], more: dict[str, str], sentence: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        server.plan(environment | more)
    assert stop.value.code == sentence


def test_a_busy_port_is_said_in_one_sentence(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        with pytest.raises(SystemExit) as stop:
            server.ensure_free(server.plan(environment | {"PORT": str(port)}))
    assert stop.value.code == (
        f"Port {port} of 127.0.0.1 cannot be used (Address already in use): "
        "choose another, as in make run PORT=8001."
    )


def reaches_the_worker(job: Job, folder: Path) -> bool:
    """A message sent as the web server sends it makes the worker try the job."""
    broker = os.environ.get("REDIS_URL") or f"sqla+sqlite:///{folder / 'queue.sqlite3'}"
    with Celery(broker=broker) as sender:
        sender.send_task("core.tasks.run_job", args=[job.pk], ignore_result=True)
    return within(20, lambda: Job.objects.get(pk=job.pk).attempts == 1)


@pytest.mark.filterwarnings("ignore:The ``noload`` loader strategy:DeprecationWarning")  # kombu's
def test_all_processes_work_and_none_outlives_a_killed_parent(own_database: str, tmp_path: Path) -> None:
    port = free_port()
    job = Job.objects.create(
        name="work that nobody knows", key="1", due_at=timezone.now() + timedelta(hours=1)
    )
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "GRADUS_VAR": str(tmp_path),
        "PORT": str(port),
    }
    command = [sys.executable, "-c", SERVE]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        try:
            assert f"Gradus is at http://127.0.0.1:{port}/ (Ctrl-C stops it)\n" in parent.stdout
            # gunicorn and its two workers, Celery's worker and its child, beat
            assert within(20, lambda: len(descendants(parent.pid)) == 6)
            family = descendants(parent.pid)
            Job.objects.filter(pk=job.pk).update(due_at=timezone.now())
            assert reaches_the_worker(job, tmp_path)
        finally:
            parent.kill()
    assert within(20, lambda: not family & processes().keys())
