"""Fill an empty database with a large office, for tests with several processes: `python -m tests.reminders.office`."""

import sys

import django


def fill(count):
    """Make so many departments, each with a reviewer who has one overdue page."""
    from newsroom.models import Department, ReviewSubject, User
    from tests.reminders.pages import AT, DAY, TODAY

    names = [f"förvaltning{number:03}" for number in range(count)]
    departments = Department.objects.bulk_create(Department(name=n, slug=n.replace("ö", "o")) for n in names)
    people = User.objects.bulk_create(User(username=n, email=f"{n.replace('ö', 'o')}@t.example") for n in names)
    ReviewSubject.objects.bulk_create(
        ReviewSubject(
            unit=department,
            department=department,
            responsible=person,
            is_current=True,
            public_from=AT - 400 * DAY,
            next_review_on=TODAY - 3 * DAY,
        )
        for department, person in zip(departments, people, strict=True)
    )


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]))
