"""The chain of managers, looked at before it is written."""

from collections.abc import Mapping


def cycles(managers: Mapping[int, int | None]) -> list[list[int]]:
    """Every ring in which people report to each other, each named once, upwards from its lowest key."""
    rings: list[list[int]] = []
    settled: set[int] = set()
    for start in managers:
        walked = _walk(start, managers, settled)
        end = managers.get(walked[-1]) if walked else None
        if end in walked:
            rings.append(_from_lowest(walked[walked.index(end) :]))
        settled.update(walked)
    return rings


def _walk(start: int, managers: Mapping[int, int | None], settled: set[int]) -> list[int]:
    """Upwards from a person until the top, somebody met on an earlier walk, or the same person again."""
    walked: list[int] = []
    seen: set[int] = set()
    person: int | None = start
    while person is not None and person not in settled and person not in seen:
        walked.append(person)
        seen.add(person)
        person = managers.get(person)
    return walked


def _from_lowest(ring: list[int]) -> list[int]:
    lowest = ring.index(min(ring))
    return ring[lowest:] + ring[:lowest]
