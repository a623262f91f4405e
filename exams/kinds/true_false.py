from exams.kinds.kind import Kind, all_or_nothing, chosen_one

TRUE_FALSE = Kind(name="true_false", clean=chosen_one, grade=all_or_nothing, options=("true", "false"))
