from exams.kinds.kind import Kind, all_or_nothing, chosen

MULTIPLE = Kind(name="multiple", clean=chosen, grade=all_or_nothing)
