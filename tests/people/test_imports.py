"""The roster: what a file does to people, and what it may not."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from core.models import AuditEvent, ImportRun
from people.domain import roles
from people.enums import Role
from people.imports import RosterImport
from people.models import Department, Employee, PastEmployment, Posting, User
from people.signals import employee_changed
from tests.cast import Cast
from tests.factories.people import DepartmentFactory, EmployeeFactory, UserFactory

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 2)
FILE = Path(__file__).resolve().parent.parent / "files" / "roster.csv"
HEADER = "工号,姓名,邮箱,部门,岗位,入职日期,离职日期,直接上级工号\n"


def take(text: str | bytes, *, on: date = ON, **options: Any) -> RosterImport:
    raw = text.encode() if isinstance(text, str) else text
    roster = RosterImport(on=on)
    roster.run(io.BytesIO(raw), **options)
    return roster


def rows(*lines: str) -> RosterImport:
    return take(HEADER + "\n".join(lines) + "\n")


def errors(roster: RosterImport) -> list[tuple[int | None, str, str]]:
    return [(error.row, error.column, str(error.found)) for error in roster.outcome.errors]


def posts(number: str) -> list[tuple[str, str | None, str | None, str]]:
    """Each posting as (department path, position, manager's number, from day)."""
    return [
        (
            path(posting.department),
            posting.position and posting.position.name,
            posting.manager and posting.manager.number,
            posting.from_day.isoformat(),
        )
        for posting in Posting.objects.filter(employee__number=number).order_by("pk")
    ]


def path(department: Department) -> str:
    return f"{path(department.parent)}/{department.name}" if department.parent else department.name


def events() -> list[tuple[str, str, str]]:
    return [(number, change, on.isoformat()) for number, change, on in heard]


heard: list[tuple[str, str, date]] = []


@pytest.fixture(autouse=True)
def _listen() -> Any:
    def listen(employee: Employee, change: str, on: date, **kwargs: Any) -> None:
        heard.append((employee.number, change, on))

    heard.clear()
    employee_changed.connect(listen)
    yield
    employee_changed.disconnect(listen)


def test_a_roster_makes_people_departments_and_managers() -> None:
    roster = take(FILE.read_bytes())
    assert errors(roster) == []
    assert roster.outcome.counts == {
        "rows": 6,
        "added": 6,
        "changed": 0,
        "unchanged": 0,
        "also": {"departments": 4, "positions": 4},
    }
    assert {number: posts(number) for number in ("0101", "0102", "0103", "0105")} == {
        "0101": [("客服中心", "客服总监", None, "2018-03-01")],
        "0102": [("客服中心/热线一组", "组长", "0101", "2019-07-15")],
        "0103": [("客服中心/热线一组/晚班", "客服专员", "0102", "2026-09-01")],
        "0105": [("质检部", "质检员", "0101", "2022-05-09")],
    }


def test_a_person_is_as_the_row_says() -> None:
    take(FILE.read_bytes())
    person = Employee.objects.select_related("user").get(number="0102")
    assert (person.name, person.latin_name, person.language) == ("欧阳慧", "Ouyang Hui", "zh-hans")
    assert (person.user.username, person.user.email, person.user.name) == (
        "0102",
        "ouyangh@example.com",
        "欧阳慧",
    )
    assert (person.user.has_usable_password(), person.search_key) == (False, "0102 欧阳慧 ouyang hui")
    assert Employee.objects.get(number="0106").left_on == date(2024, 6, 30)


def test_people_are_sorted_by_sound_the_surname_read_as_one() -> None:
    take(FILE.read_bytes())
    assert [person.name for person in Employee.objects.all()] == [
        "Anna Schmidt", "李静", "欧阳慧", "钱丽华", "单雄", "王小雨",
    ]  # fmt: skip


def test_the_run_is_logged_with_the_files_digest() -> None:
    take(FILE.read_bytes())
    run = ImportRun.objects.get()
    assert (run.kind, run.counts["added"], len(run.file_sha256)) == ("roster", 6, 64)


def test_the_same_file_again_changes_nothing() -> None:
    take(FILE.read_bytes())
    written = Posting.objects.count()
    heard.clear()
    again = take(FILE.read_bytes())
    assert (again.outcome.counts["unchanged"], again.outcome.counts["changed"]) == (6, 0)
    assert (Posting.objects.count(), events(), AuditEvent.objects.count()) == (written, [], 0)


def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    tried = take(FILE.read_bytes(), dry_run=True)
    assert (tried.outcome.counts["added"], Employee.objects.count(), User.objects.count()) == (6, 0, 0)
    assert (Department.objects.count(), ImportRun.objects.count()) == (0, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_give_the_same_people(encoding: str) -> None:
    take(FILE.read_text("utf-8").encode(encoding))
    assert Employee.objects.get(number="0102").name == "欧阳慧"


def test_a_workbook_keeps_zeros_in_front_and_reads_dates() -> None:
    book = Workbook()
    book.active.append(["工号", "姓名", "部门", "入职日期"])
    book.active.append(["0007", "李静", "客服部", date(2020, 3, 2)])
    file = io.BytesIO()
    book.save(file)
    assert errors(take(file.getvalue())) == []
    assert Employee.objects.get().hired_on == date(2020, 3, 2)
    assert Employee.objects.get().number == "0007"


def test_unknown_columns_are_named() -> None:
    roster = take("工号,姓名,性别,部门,入职日期\n1,李静,女,客服部,2020-03-02\n")
    assert [(warning.row, warning.column) for warning in roster.outcome.warnings] == [(1, "性别")]


def test_a_slash_makes_a_tree() -> None:
    rows("1,李静,,客服中心／热线 / 一组,,2020-03-02,,")
    assert posts("1") == [("客服中心/热线/一组", None, None, "2020-03-02")]


def test_a_bare_name_finds_the_one_department_so_called() -> None:
    DepartmentFactory(name="热线", parent=DepartmentFactory(name="客服中心"))
    rows("1,李静,,热线,,2020-03-02,,")
    assert posts("1") == [("客服中心/热线", None, None, "2020-03-02")]


def test_a_bare_name_that_two_departments_have_is_refused() -> None:
    for parent in ("北京", "上海"):
        DepartmentFactory(name="热线", parent=DepartmentFactory(name=parent))
    assert errors(rows("1,李静,,热线,,2020-03-02,,")) == [(2, "部门", "热线")]


def test_departments_that_are_part_of_each_other_are_refused() -> None:
    roster = take("工号,姓名,上级部门,部门,入职日期\n1,李静,乙,甲,2020-03-02\n2,王雨,甲,乙,2020-03-02\n")
    assert [str(error.expected) for error in roster.outcome.errors] == [
        "departments that are not part of themselves: 甲 → 乙 → 甲",
        "departments that are not part of themselves: 乙 → 甲 → 乙",
    ]


def test_a_change_is_told_field_by_field_and_posted_from_the_day() -> None:
    take(FILE.read_bytes())
    heard.clear()
    roster = take(
        FILE.read_text().replace("热线一组,客服专员,2021-04-06,,0102", "热线二组,组长,2021-04-06,,0101")
    )
    notes = (
        "department: 热线一组 → 热线二组; position: 客服专员 → 组长; manager: 欧阳慧 (0102) → 钱丽华 (0101)"
    )
    assert [(line.row, line.text) for line in roster.outcome.changed] == [(5, f"李静 (0104): {notes}")]
    assert posts("0104")[1:] == [("客服中心/热线二组", "组长", "0101", "2026-11-02")]
    assert events() == [("0104", "moved", "2026-11-02")]


def test_own_columns_change_in_place_and_are_audited_without_the_names() -> None:
    take(FILE.read_bytes())
    roster = take(FILE.read_text().replace("李静,,lijing@", "李静文,,lijw@"))
    assert [line.text for line in roster.outcome.changed] == [
        "李静文 (0104): name: 李静 → 李静文; e-mail: lijing@example.com → lijw@example.com"
    ]
    person = Employee.objects.select_related("user").get(number="0104")
    assert (person.search_key, person.user.name, person.user.email) == (
        "0104 李静文",
        "李静文",
        "lijw@example.com",
    )
    assert [(event.verb, event.details) for event in AuditEvent.objects.all()] == [("changed by roster", {})]


def test_a_column_that_the_file_lacks_leaves_things_as_they_are() -> None:
    take(FILE.read_bytes())
    roster = take("工号,姓名\n0104,李静\n")
    assert (roster.outcome.counts["unchanged"], roster.outcome.counts["changed"]) == (1, 0)
    assert User.objects.get(username="0104").email == "lijing@example.com"


def test_who_is_not_in_the_file_is_listed_and_left_alone() -> None:
    take(FILE.read_bytes())
    roster = take("工号,姓名\n0104,李静\n")
    assert list(roster.absent) == ["Anna Schmidt (0105)", "欧阳慧 (0102)", "钱丽华 (0101)", "王小雨 (0103)"]
    assert Employee.objects.get(number="0101").left_on is None


def test_a_leaver_is_told_and_ended_by_date() -> None:
    take(FILE.read_bytes())
    heard.clear()
    roster = take("工号,姓名,离职日期\n0104,李静,2026-10-31\n")
    assert list(roster.left) == ["李静 (0104), last day 2026-10-31"]
    assert events() == [("0104", "left", "2026-10-31")]
    assert Employee.objects.get(number="0104").left_on == date(2026, 10, 31)


def test_who_comes_back_keeps_the_time_before_and_gets_nothing_of_it() -> None:
    person = EmployeeFactory(
        number="1", name="李静", hired_on=date(2020, 3, 2), department=DepartmentFactory(name="热线")
    )
    roles.grant(user=person.user, role=Role.TRAINER, by=None)
    take("工号,姓名,离职日期\n1,李静,2024-06-30\n")
    heard.clear()
    take("工号,姓名,部门,入职日期\n1,李静,热线,2026-11-02\n")
    person = Employee.objects.get()
    assert (person.hired_on, person.left_on) == (date(2026, 11, 2), None)
    before = PastEmployment.objects.get()
    assert (before.hired_on, before.left_on) == (date(2020, 3, 2), date(2024, 6, 30))
    assert [day for _, _, _, day in posts("1")] == ["2020-03-02", "2026-11-02"]
    assert (person.user.has_usable_password(), person.user.roles, list(person.user.groups.all())) == (
        False, frozenset(), [],
    )  # fmt: skip
    assert events() == [("1", "joined", "2026-11-02"), ("1", "moved", "2026-11-02")]


def test_who_came_back_counts_in_both_times_and_not_between() -> None:
    person = EmployeeFactory(number="1", hired_on=date(2026, 11, 2))
    PastEmployment.objects.create(employee=person, hired_on=date(2020, 3, 2), left_on=date(2024, 6, 30))
    days = {day: Employee.objects.employed(date.fromisoformat(day)).count() for day in (
        "2020-03-01", "2020-03-02", "2024-06-30", "2024-07-01", "2026-11-01", "2026-11-02",
    )}  # fmt: skip
    assert days == {
        "2020-03-01": 0, "2020-03-02": 1, "2024-06-30": 1, "2024-07-01": 0, "2026-11-01": 0, "2026-11-02": 1,
    }  # fmt: skip


def test_a_last_day_taken_back_says_she_never_left() -> None:
    EmployeeFactory(number="1", name="李静", hired_on=date(2020, 3, 2), left_on=date(2024, 6, 30))
    take("工号,姓名,离职日期\n1,李静,\n")
    assert (Employee.objects.get().left_on, PastEmployment.objects.count()) == (None, 0)
    assert events() == [("1", "joined", "2020-03-02")]


def test_a_first_day_moved_back_begins_the_first_posting() -> None:
    EmployeeFactory(
        number="1", name="李静", hired_on=date(2020, 3, 2), department=DepartmentFactory(name="热线")
    )
    take("工号,姓名,入职日期\n1,李静,2019-12-02\n")
    assert posts("1") == [
        ("热线", "客服专员", None, "2020-03-02"),
        ("热线", "客服专员", None, "2019-12-02"),
    ]


def test_two_people_may_swap_their_addresses() -> None:
    rows("1,李静,a@example.com,热线,,2020-03-02,,", "2,王雨,b@example.com,热线,,2020-03-02,,")
    roster = rows("1,李静,b@example.com,热线,,2020-03-02,,", "2,王雨,A@example.com,热线,,2020-03-02,,")
    assert errors(roster) == []
    assert list(User.objects.order_by("username").values_list("email", flat=True)) == [
        "b@example.com",
        "a@example.com",
    ]


def test_an_address_may_be_given_up_by_one_and_taken_by_another_much_later_in_the_file() -> None:
    rows("1,李静,a@example.com,热线,,2020-03-02,,", "2,王雨,,热线,,2020-03-02,,")
    RosterImport.batch, batch = 1, RosterImport.batch
    try:
        roster = rows("1,李静,,热线,,2020-03-02,,", "2,王雨,a@example.com,热线,,2020-03-02,,")
    finally:
        RosterImport.batch = batch
    assert errors(roster) == []
    assert list(User.objects.order_by("username").values_list("email", flat=True)) == [None, "a@example.com"]


def test_an_address_of_somebody_who_keeps_it_is_refused() -> None:
    EmployeeFactory(number="9", email="a@example.com")
    UserFactory(username="auditor", email="b@example.com")
    roster = rows("1,李静,a@example.com,热线,,2020-03-02,,", "2,王雨,b@example.com,热线,,2020-03-02,,")
    assert errors(roster) == [(2, "邮箱", "a@example.com"), (3, "邮箱", "b@example.com")]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["1,李静,,热线,,2020-03-02,,", "1,王雨,,热线,,2020-03-02,,"], [(3, "工号", "1")]),
        (["a1,李静,,热线,,2020-03-02,,", "Ａ1,王雨,,热线,,2020-03-02,,"], [(3, "工号", "Ａ1")]),
        (
            ["1,李静,a@x.com,热线,,2020-03-02,,", "2,王雨,A@x.com,热线,,2020-03-02,,"],
            [(3, "邮箱", "A@x.com")],
        ),
        (["1,,,热线,,2020-03-02,,"], [(2, "姓名", "")]),
        ([",李静,,热线,,2020-03-02,,"], [(2, "工号", "")]),
        (["1 2,李静,,热线,,2020-03-02,,"], [(2, "工号", "1 2")]),
        (["1,李静,,,,2020-03-02,,"], [(2, "部门", "")]),
        (["1,李静,,热线,,,,"], [(2, "入职日期", "")]),
        (["1,李静,,热线,,2020-02-30,,"], [(2, "入职日期", "2020-02-30")]),
        (["1,李静,,热线,,2020-03-02,2020-03-01,"], [(2, "离职日期", "2020-03-01")]),
        (["1,李静,not-an-address,热线,,2020-03-02,,"], [(2, "邮箱", "not-an-address")]),
        (["1,李静,,热线//一组,,2020-03-02,,"], [(2, "部门", "热线//一组")]),
        (["1,李静,,热线,,2020-03-02,,1"], [(2, "直接上级工号", "1")]),
        (["1,李静,,热线,,2020-03-02,,77"], [(2, "直接上级工号", "77")]),
        ([f"1,{'长' * 151},,热线,,2020-03-02,,"], [(2, "姓名", "长" * 79 + "…")]),
        ([f"{'1' * 33},李静,,热线,,2020-03-02,,"], [(2, "工号", "1" * 33)]),
        (
            ["1,李静,,1/2/3/4/5/6/7/8/9/10/11/12/13,,2020-03-02,,"],
            [(2, "部门", "1/2/3/4/5/6/7/8/9/10/11/12/13")],
        ),
        ([f"1,李静,,{'部' * 121},,2020-03-02,,"], [(2, "部门", "部" * 79 + "…")]),
    ],
)
def test_a_bad_row_is_named_by_row_and_column_and_nothing_is_written(
    lines: list[str], found: list[tuple[int, str, str]]
) -> None:
    assert errors(rows(*lines)) == found
    assert (Employee.objects.count(), User.objects.count(), Department.objects.count()) == (0, 0, 0)


def test_a_ring_of_managers_is_named() -> None:
    roster = rows(
        "1,李静,,热线,,2020-03-02,,3",
        "2,王雨,,热线,,2020-03-02,,1",
        "3,赵磊,,热线,,2020-03-02,,2",
        "4,孙丽,,热线,,2020-03-02,,3",
    )
    assert errors(roster) == [(2, "直接上级工号", "李静 (1) → 赵磊 (3) → 王雨 (2) → 李静 (1)")]
    assert Employee.objects.count() == 0


def test_a_ring_closed_by_somebody_outside_the_file_is_found() -> None:
    boss = EmployeeFactory(number="1", name="李静", department=DepartmentFactory(name="热线"))
    EmployeeFactory(number="2", name="王雨", manager=boss, department=boss.postings.get().department)
    roster = take("工号,姓名,直接上级工号\n1,李静,2\n")
    assert errors(roster) == [(2, "直接上级工号", "李静 (1) → 王雨 (2) → 李静 (1)")]


def test_a_manager_may_stand_anywhere_in_the_file_or_in_the_system() -> None:
    EmployeeFactory(number="0001")
    roster = rows("2,王雨,,热线,,2020-03-02,,3", "3,赵磊,,热线,,2020-03-02,,0001")
    assert errors(roster) == []
    assert [posts("2")[0][2], posts("3")[0][2]] == ["3", "0001"]


def test_a_number_that_is_an_outsiders_sign_in_name_is_refused() -> None:
    UserFactory(username="auditor")
    assert errors(rows("Auditor,李静,,热线,,2020-03-02,,")) == [(2, "工号", "Auditor")]


@pytest.mark.parametrize("email", ["mine@example.com", ""])
def test_the_address_of_an_administrator_is_not_hrs_to_change(cast: Cast, email: str) -> None:
    """Who sets the address resets the password: HR would be administrator."""
    EmployeeFactory(number="0100", name="林总", user__is_superuser=True, user__email="lin@example.com")
    roster = RosterImport(by=cast.hr, on=ON)
    roster.run(io.BytesIO(f"工号,姓名,邮箱\n0100,林总,{email}\n".encode()))
    assert [(error.row, error.column, str(error.remedy)) for error in roster.outcome.errors] == [
        (2, "邮箱", "An administrator changes it.")
    ]
    assert User.objects.get(username="0100").email == "lin@example.com"


def test_an_administrator_and_the_server_change_it_and_hr_leaves_it(cast: Cast) -> None:
    EmployeeFactory(number="0100", name="林总", user__is_superuser=True, user__email="lin@example.com")
    master = UserFactory(is_superuser=True)
    for by, email in [(cast.hr, "lin@example.com"), (master, "a@example.com"), (None, "b@example.com")]:
        RosterImport(by=by, on=ON).run(io.BytesIO(f"工号,姓名,邮箱\n0100,林总,{email}\n".encode()))
        assert User.objects.get(username="0100").email == email


def test_departments_below_one_another_have_an_end() -> None:
    """Whether a path says it, the column of what stands above, or one file after another."""
    lines = [f"{n},李静,热线{n},热线{n - 1},2020-03-02" for n in range(1, 2000)]
    chain = take("工号,姓名,部门,上级部门,入职日期\n" + "\n".join(lines) + "\n")
    assert (chain.outcome.ok, Department.objects.count()) == (False, 0)
    deep = "/".join(str(level) for level in range(12))
    assert errors(rows(f"1,李静,,{deep},,2020-03-02,,")) == []
    further = take("工号,姓名,部门,上级部门,入职日期\n2,李静,底,11,2020-03-02\n")
    assert [str(error) for error in further.outcome.errors] == [
        "Row 2, 部门: found “底”, expected a department at most 12 levels from the top."
    ]
    assert Department.objects.count() == 12


def test_a_file_that_is_no_table_is_refused_whole() -> None:
    roster = take(b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    assert (roster.outcome.ok, roster.as_json()["written"]) == (False, False)
    assert (list(roster.left), list(roster.absent)) == ([], [])
