"""Everything that must be green: make test, the database tests on PostgreSQL with Redis, and every check.

Each step runs even where an earlier one failed; the exit status tells whether all passed.
"""

import os
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / ".ci")]

import services  # noqa: E402


def step(name: str, command: list[str], **more: str) -> tuple[str, bool, float]:
    print(f"\n==== {name}: {' '.join(command)}", flush=True)
    begun = time.monotonic()
    passed = subprocess.call(command, cwd=ROOT, env=os.environ | more) == 0
    return name, passed, time.monotonic() - begun


def postgresql_and_redis() -> tuple[str, bool, float]:
    with ExitStack() as stack:
        try:
            addresses = {
                "DATABASE_URL": stack.enter_context(services.postgresql()),
                "REDIS_URL": stack.enter_context(services.redis()),
            }
        except services.Unavailable as reason:
            print(f"\n==== PostgreSQL and Redis: {reason}", flush=True)
            return "PostgreSQL and Redis", False, 0.0
        command = ["make", "test", "ARGS=-m 'database and not sqlite' --ignore=tests/journeys"]
        return step("PostgreSQL and Redis", command, **addresses)


def main() -> int:
    steps = [
        step("SQLite", ["make", "test"]),
        postgresql_and_redis(),
        step("checks", ["make", "lint"]),
    ]
    print()
    for name, passed, seconds in steps:
        print(f"{'passed' if passed else 'FAILED':8} {name} ({seconds:.0f} s)")
    return int(not all(passed for _, passed, _ in steps))


if __name__ == "__main__":
    sys.exit(main())
