"""Review policies: `{when: [what, …]}`, both sorted as their enums are written."""

from collections.abc import Collection

from exams.enums import Preset, Shown, When

Policy = dict[str, list[str]]

WHENS: dict[Preset, Collection[When]] = {
    Preset.NEVER: (),
    Preset.HANDED_IN: (When.JUST_AFTER, When.LATER, When.CLOSED),
    Preset.CLOSED: (When.CLOSED,),
    Preset.PRACTICE: tuple(When),
}


def preset(name: Preset) -> Policy:
    """Everything at the times of a preset; her own questions and answers while she works on them."""
    everything = [str(shown) for shown in Shown]
    at_work = {When.DURING.value: [Shown.ATTEMPT.value]}
    return {when.value: [] for when in When} | at_work | {when.value: everything for when in WHENS[name]}


def after_handing_in() -> Policy:
    return preset(Preset.HANDED_IN)
