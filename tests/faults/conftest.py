from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

from tests.databases import Template
from tests.faults.hall import Hall
from tests.faults.servers import Cluster, cluster, site
from tests.faults.wire import wire


@contextmanager
def pointed_at(made: Cluster) -> Iterator[None]:
    """Let the tests' own connection read and write the other server."""
    settings = connections["default"].settings_dict
    before = {name: settings[name] for name in ("HOST", "PORT", "NAME", "USER")}
    connection.close()
    settings.update(HOST="127.0.0.1", PORT=made.port, NAME="exam", USER="postgres")
    try:
        yield
    finally:
        connection.close()
        settings.update(before)


@pytest.fixture(scope="module")
def hall(
    database_template: Template,
    database_folder: Path,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Hall]:
    """The site with its database and the line to it; one for all faults, each with candidates of its own."""
    folder = tmp_path_factory.mktemp("faults")
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        name = stack.enter_context(database_template.copied(database_folder))
        made = database_of(stack, name)
        running = stack.enter_context(site(made.url if made else f"sqlite:///{name}", folder))
        line = stack.enter_context(wire(running.address))
        yield Hall(running, line, made, folder)


def database_of(stack: ExitStack, name: str) -> Cluster | None:
    if connection.vendor != "postgresql":
        return None
    source: dict[str, Any] = connections["default"].settings_dict | {"NAME": name}
    made = stack.enter_context(cluster())
    made.take(source)
    stack.enter_context(pointed_at(made))
    return made
