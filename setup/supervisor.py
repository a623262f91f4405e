"""Several processes that live and die as one."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress

PR_SET_PDEATHSIG = 1
GRACE = 10.0
TICK = 0.2
QUICK = 5.0
QUICK_DEATHS = 5

Command = list[str]


def die_with_parent(parent: int) -> Callable[[], None]:
    """For a child, before exec: the kernel sends it SIGTERM when the parent is gone, even by kill -9."""
    libc = ctypes.CDLL(None, use_errno=True)

    def prepare() -> None:
        if sys.platform == "linux":
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(1)

    return prepare


class Child:
    """One process, in a session of its own, so that a Ctrl-C on the terminal reaches the parent alone."""

    def __init__(self, name: str, command: Command, env: dict[str, str]) -> None:
        self.name, self.command, self.env = name, command, env
        self.quick_deaths = 0
        self.start()

    def start(self) -> None:
        self.since = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=self.env,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent(os.getpid()),
        )

    def is_dead(self) -> bool:
        return self.process.poll() is not None

    def restart(self) -> None:
        quick = time.monotonic() - self.since < QUICK
        self.quick_deaths = self.quick_deaths + 1 if quick else 0
        self.signal(signal.SIGKILL)
        self.start()

    def signal(self, number: int) -> None:
        """To the process and to what it has started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


class Supervisor:
    def __init__(self, env: dict[str, str]) -> None:
        self.env = env
        self.children: list[Child] = []
        self.is_asked_to_stop = False
        self.parent = os.getppid()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.on_signal)

    def on_signal(self, number: int, frame: object) -> None:
        self.is_asked_to_stop = True

    def start(self, name: str, command: Command) -> None:
        self.children.append(Child(name, command, self.env))

    def watch(self, *, until: Callable[[], bool]) -> bool:
        """Keep the children alive until the condition holds; False where it is over before that."""
        while not until():
            if self.is_over():
                return False
            for child in filter(Child.is_dead, self.children):
                print(f"{child.name} ended ({child.process.returncode}): starting it again", flush=True)
                child.restart()
            time.sleep(TICK)
        return True

    def is_over(self) -> bool:
        is_alone = "MAKELEVEL" in os.environ and os.getppid() != self.parent
        return self.is_asked_to_stop or is_alone or self.hopeless() is not None

    def hopeless(self) -> Child | None:
        return next((child for child in self.children if child.quick_deaths >= QUICK_DEATHS), None)

    def stop(self) -> None:
        """Ask all, wait for all, and end by force what has not heard."""
        for child in self.children:
            child.process.terminate()
        deadline = time.monotonic() + GRACE
        for child in self.children:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.0, deadline - time.monotonic()))
            child.signal(signal.SIGKILL)
            child.process.wait()
