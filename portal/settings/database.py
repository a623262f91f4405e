"""One place where a database address becomes Django's settings, with the pragmas that keep SQLite honest."""

from pathlib import Path
from typing import Any

import dj_database_url

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;",
}


POSTGRESQL_OPTIONS = {"pool": {"min_size": 1, "max_size": 8}, "connect_timeout": 10}


def database(url: str, *, fallback: Path) -> dict[str, Any]:
    if not url:
        fallback.parent.mkdir(parents=True, exist_ok=True)
    config: dict[str, Any] = dict(dj_database_url.parse(url or f"sqlite:///{fallback}"))
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = SQLITE_OPTIONS | config.get("OPTIONS", {})
    else:
        config["OPTIONS"] = POSTGRESQL_OPTIONS | config.get("OPTIONS", {})
        config["CONN_HEALTH_CHECKS"] = True
    return config
