"""A real browser against a real server on an own copy of the database."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from people.models import User

# Playwright's synchronous interface keeps an event loop running in the thread of the tests.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

Browse = Callable[..., Page]
# What a test may choose otherwise; what stands in browser_context_args it may not.
# A name for this machine that, unlike its address, is no secure context over plain http.
NAMES = ["--host-resolver-rules=MAP testserver 127.0.0.1"]
MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
USUAL: dict[str, Any] = {"locale": "zh-CN", "viewport": {"width": 1280, "height": 800}}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return browser_type_launch_args | {
        "executable_path": "/usr/bin/chromium",
        "args": [*root, *NAMES, *MICROPHONE],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {
        "timezone_id": "Asia/Shanghai",
        "reduced_motion": "reduce",
    }


@pytest.fixture
def site(own_database: str) -> Iterator[str]:
    """The address of a server on the test's own database."""
    thread = LiveServerThread("127.0.0.1", static_handler=StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://{thread.host}:{thread.port}"
    thread.terminate()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the browser complained of, which must be nothing: script errors and whatever the CSP blocked."""
    heard: list[str] = []
    yield heard
    assert heard == []


@pytest.fixture
def context(new_context: Callable[..., BrowserContext], site: str, complaints: list[str]) -> BrowserContext:
    return listened_to(new_context(base_url=site, **USUAL), complaints)


@pytest.fixture
def browse(new_context: Callable[..., BrowserContext], site: str, complaints: list[str]) -> Browse:
    """Open a browser of its own in which somebody is signed in: `browse(user, viewport=…, locale="en")`."""

    def open_page(user: User, path: str = "/", **options: Any) -> Page:
        context = listened_to(new_context(base_url=site, **USUAL | options), complaints)
        url = path if path.startswith("http") else site
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(user), "url": url}])
        page = context.new_page()
        page.goto(path)
        return page

    return open_page


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def listened_to(context: BrowserContext, complaints: list[str]) -> BrowserContext:
    def on_console(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            complaints.append(message.text)

    context.on("console", on_console)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    return context
