"""The suite's settings: fast password hashes, mail in memory, files in a scratch folder."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("GRADUS_VAR", str(Path(tempfile.gettempdir()) / f"gradus-test-{os.getuid()}"))

from portal.settings.base import *  # noqa: F403
from portal.settings.base import CACHES, DATABASES, REDIS_URL, STORAGES, VAR_DIR

DEBUG = False
SECRET_KEY = "only-for-tests-" + "0" * 40
DATABASES["default"]["OPTIONS"].pop("pool", None)  # a pool would hold connections to templates and copies
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SCRATCH = f"gradus-test-{os.getpid()}"  # stands in every key that this process leaves in a shared Redis
CACHES = {
    "default": (
        CACHES["default"] | {"KEY_PREFIX": SCRATCH}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}
STORAGES = STORAGES | {
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / f"private-{os.getpid()}", "base_url": None},
    }
}
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_DEFAULT_QUEUE = SCRATCH
WHITENOISE_AUTOREFRESH = True
GRADUS_STOCK_SECONDS = 0.0  # a test changes the bank and starts at once
GRADUS_BASE_URL = "http://testserver"
