"""What `make run` uses: one machine, loopback, no outside service."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import VAR_DIR, env
from portal.settings.keys import stored_key

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "") or stored_key(VAR_DIR / "secret-key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
STATIC_ROOT = None  # nothing is collected: the finders serve static files where they lie
WHITENOISE_USE_FINDERS = True
