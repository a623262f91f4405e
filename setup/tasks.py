"""What can be asked for."""

import os
import subprocess
import sys
from collections.abc import Callable

from setup import packages, server, system
from setup.places import ROOT, ensure_writable

LINT = (
    ["ruff", "check", "."],
    ["mypy"],
    ["djlint", "--lint", "--quiet", "templates"],
    ["lint-imports"],
    ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    ["python", "manage.py", "catalogue", "--check"],
)
DEPLOYED = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "a key for the check alone, long and with many different letters: 0123456789 qwertzuiop",
    "ALLOWED_HOSTS": "gradus.example",
}


def main(arguments: list[str]) -> int:
    os.chdir(ROOT)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    name, *rest = arguments or [""]
    if name not in TASKS:
        sys.exit(f"Ask for one of: {', '.join(TASKS)}")
    return TASKS[name](rest)


def prepare(purpose: str) -> None:
    ensure_writable(ROOT)
    packages.ensure(purpose)
    system.ensure(purpose)


def run(arguments: list[str]) -> int:
    plan = server.plan(os.environ)
    server.ensure_free(plan)
    prepare("run")
    return server.serve(plan)


def test(arguments: list[str]) -> int:
    prepare("test")
    return tool("python", "-m", "pytest", "-n", str(os.cpu_count() or 1), *arguments)


def bench(arguments: list[str]) -> int:
    prepare("test")
    return tool(
        "python", "-m", "pytest", "benchmarks", "-o", "python_files=bench_*.py", "-q", "-s", *arguments
    )


def faults(arguments: list[str]) -> int:
    """The long form of the fault tests that the suite runs in their shortest."""
    prepare("test")
    environment = os.environ | {"GRADUS_FAULTS": "long"}
    return tool("python", "-m", "pytest", "tests/faults", "-q", "-s", "-n", "0", *arguments, env=environment)


def lint(arguments: list[str]) -> int:
    """Every tool, even after one has complained."""
    prepare("test")
    return max(check(command) for command in LINT)


def check(command: list[str]) -> int:
    print(f"== {' '.join(command)}", flush=True)
    return tool(*command, env=os.environ | (DEPLOYED if "--deploy" in command else TESTED))


TESTED = {"DJANGO_SETTINGS_MODULE": "portal.settings.test"}
TASKS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "bench": bench,
    "faults": faults,
    "lint": lint,
}


def tool(name: str, *arguments: str, env: dict[str, str] | None = None) -> int:
    return subprocess.call([packages.VENV / "bin" / name, *arguments], env=env)
