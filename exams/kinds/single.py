from exams.kinds.kind import Kind, all_or_nothing, chosen_one

SINGLE = Kind(name="single", clean=chosen_one, grade=all_or_nothing)
