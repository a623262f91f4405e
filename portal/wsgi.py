import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
application = get_wsgi_application()

# All that is loaded by now stays: the collector need not look through it at each of its full rounds, and
# workers that are forked from here share it.
get_resolver().url_patterns  # noqa: B018
gc.collect()
gc.freeze()
