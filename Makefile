# Two commands for a start: make run, make test. docs/running.md says how they work.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do command -v $$name && break; done)
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test bench faults lint
run test bench faults lint:
	@exec $(PYTHON) -m setup $@ $(ARGS)
