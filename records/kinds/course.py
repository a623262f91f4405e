from dataclasses import dataclass


@dataclass(frozen=True)
class CourseFacts:
    page_version: int | None = None  # key of the courses.PageVersion that was read
    content: str = ""
    lecturer: str = ""
