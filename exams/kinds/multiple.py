from exams.kinds.choice import Choice


class Multiple(Choice):
    """Any number of options. All or nothing, or weights: wrong ones cost, but never more than was earned."""

    name = "multiple"
    most = None
