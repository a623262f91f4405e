from exams.kinds.choice import Choice


class Single(Choice):
    """One option of several. With weights the option's own, never less than 0."""

    name = "single"
