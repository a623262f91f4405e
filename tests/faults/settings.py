"""The site as a company runs it, on a database of the tests: the pool, the real middleware, the log."""

import os
from pathlib import Path

from portal.settings.database import database
from portal.settings.test import *  # noqa: F403
from portal.settings.test import VAR_DIR, env

SCRATCH = Path(os.environ.get("GRADUS_SCRATCH", VAR_DIR))
DATABASES = {"default": database(env.str("DATABASE_URL"), fallback=VAR_DIR / "none.sqlite3")}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": SCRATCH / "cache",
    }
}
WHITENOISE_AUTOREFRESH = False
