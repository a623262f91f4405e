"""python3 -m setup run|test|bench|faults|lint: what the Makefile calls.

The first lines must be readable for a Python that is too old.
"""

import sys

from setup import interpreter

interpreter.ensure()

from setup import tasks  # noqa: E402

sys.exit(tasks.main(sys.argv[1:]))
