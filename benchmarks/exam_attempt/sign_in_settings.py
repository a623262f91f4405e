"""The whole site with the password hashes that a company has."""

from benchmarks.exam_attempt.site_settings import *  # noqa: F403
from portal.settings import base

PASSWORD_HASHERS = base.PASSWORD_HASHERS
