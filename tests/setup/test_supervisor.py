import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SLEEPER = "import time; print(1, flush=True); time.sleep(60)"
SUPERVISE = """
import os, sys
from setup.supervisor import Supervisor

supervisor = Supervisor(dict(os.environ))
supervisor.start("sleeper", [sys.executable, "-c", {code!r}])
try:
    supervisor.watch(until=lambda: False)
finally:
    supervisor.stop()
lost = supervisor.hopeless()
print("lost", lost.name if lost else None, flush=True)
"""


@pytest.fixture
def supervised() -> Iterator[subprocess.Popen[str]]:
    with start(SLEEPER) as process:
        yield process
        process.terminate()


def start(code: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SUPERVISE.format(code=code)]
    environment = {key: value for key, value in os.environ.items() if key != "MAKELEVEL"}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def children(process: subprocess.Popen[str]) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_asked_to_stop_it_stops_its_child(supervised: subprocess.Popen[str]) -> None:
    assert line(supervised) == "1"
    (child,) = children(supervised)
    supervised.terminate()
    assert line(supervised) == "lost None"
    assert supervised.wait() == 0
    assert not Path(f"/proc/{child}").exists()


def test_a_dead_child_is_started_again(supervised: subprocess.Popen[str]) -> None:
    assert line(supervised) == "1"
    (child,) = children(supervised)
    os.kill(child, 9)
    assert line(supervised) == "sleeper ended (-9): starting it again"
    assert line(supervised) == "1"
    assert children(supervised) != [child]
    supervised.terminate()
    assert supervised.wait() == 0


def test_a_child_that_dies_at_once_again_and_again_ends_the_whole() -> None:
    with start("raise SystemExit(3)") as process:
        said = [line(process) for _ in range(6)]
    assert said == ["sleeper ended (3): starting it again"] * 5 + ["lost sleeper"]
    assert process.wait() == 0
