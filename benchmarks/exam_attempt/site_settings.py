"""The whole site as a company runs it: the pool, the real middleware, the log."""

from portal.settings import base
from portal.settings.database import database
from portal.settings.test import *  # noqa: F403
from portal.settings.test import VAR_DIR, env

DATABASES = {"default": database(env.str("DATABASE_URL"), fallback=VAR_DIR / "none.sqlite3")}
WHITENOISE_AUTOREFRESH = False
GRADUS_STOCK_SECONDS = base.GRADUS_STOCK_SECONDS
