from people.models import Employee
from tests.cast import Cast


def numbers(people: object) -> list[str]:
    return sorted(person.number for person in people)


def test_everybody_sees_whom_she_should(cast: Cast) -> None:
    seen = {name: numbers(Employee.objects.visible_to(user)) for name, user in cast.users().items()}
    everybody = ["0001", "0002", "0003", "0004", "0005", "0006", "0007"]
    assert seen == {
        "newcomer": ["0002"],
        "employee": ["0003"],
        "trainer": ["0004"],
        "assessor": ["0005"],
        "manager": ["0001", "0002", "0003"],
        "hr": everybody,
        "auditor": everybody,
        "stranger": ["0007"],
    }


def test_a_granted_role_puts_the_user_into_the_group_of_the_same_name(cast: Cast) -> None:
    groups = {name: [group.name for group in user.groups.all()] for name, user in cast.users().items()}
    assert groups == {
        "newcomer": [],
        "employee": [],
        "trainer": ["trainer"],
        "assessor": ["assessor"],
        "manager": [],
        "hr": ["hr"],
        "auditor": ["auditor"],
        "stranger": [],
    }
