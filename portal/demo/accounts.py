"""Who signs in to see what each role sees."""

from dataclasses import dataclass

from portal.demo.content import read
from portal.demo.people import PASSWORD

ROLES = (
    ("0016", "HR administrator", "培训管理员"),
    ("0015", "Trainer", "培训师"),
    ("0018", "Assessor", "考核者"),
    ("0003", "Manager", "主管"),
    ("0035", "Employee", "老员工"),
    ("T2303", "New hire", "新员工"),
    ("0022", "Auditor", "内审"),
    ("E118", "Employee, in English", "英语员工"),
)


@dataclass(frozen=True)
class Account:
    """Somebody to sign in as, by number or e-mail, with the one password of the demo."""

    role: str
    role_zh: str
    number: str
    email: str
    name: str
    password: str = PASSWORD

    def __str__(self) -> str:
        return f"{self.number:7}{self.email or '-':34}{self.role:22}{self.name} {self.role_zh}"


def demo_accounts() -> list[Account]:
    """One account for every role, in the order in which a visitor may like to look."""
    people = {person["number"]: person for person in read("people.json")["people"]}
    return [
        Account(role, role_zh, number, people[number]["email"] or "", people[number]["name"])
        for number, role, role_zh in ROLES
    ]


def introduction() -> str:
    """What the start prints: whom a visitor may be."""
    lines = [f"Demo accounts, all with the password {PASSWORD}:", *map(str, demo_accounts())]
    return "\n  ".join(lines)
