import pytest
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from newsroom.models import Membership, User
from tests.factories import make_administrator, make_department, make_release, make_user

pytestmark = pytest.mark.django_db

Role = Membership.Role


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"first_name": "Åsa", "last_name": "Öberg"}, "Åsa Öberg"),
        ({"first_name": "", "last_name": "Öberg"}, "Öberg"),
        ({"first_name": "", "last_name": "", "username": "asaobe"}, "asaobe"),
    ],
)
def test_a_person_is_called_by_name_else_by_account(fields, shown):
    assert str(make_user(**fields)) == shown


@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize("superuser", [True, False])
def test_only_an_active_superuser_is_administrator(active, superuser):
    person = make_user(is_active=active, is_superuser=superuser)

    assert person.is_administrator == (active and superuser)


def test_department_ids_follow_the_roles_asked_for():
    school, culture = make_department(), make_department()
    person = make_user(Role.EDITOR, school)
    Membership.objects.create(user=person, department=culture, role=Role.EDITOR)
    Membership.objects.create(user=person, department=culture, role=Role.REVIEWER)
    make_user(Role.PUBLISHER, make_department())

    assert person.department_ids() == {school.pk, culture.pk}
    assert person.department_ids(Role.EDITOR) == {school.pk, culture.pk}
    assert person.department_ids(Role.REVIEWER) == {culture.pk}
    assert person.department_ids(Role.REVIEWER, Role.PUBLISHER) == {culture.pk}
    assert person.department_ids(Role.PUBLISHER) == set()
    assert make_administrator().department_ids() == set()


def test_memberships_are_read_once_for_each_instance(django_assert_num_queries):
    person = make_user(Role.EDITOR, make_department())

    with django_assert_num_queries(1):
        person.department_ids()
        person.department_ids(Role.EDITOR)


def test_a_new_instance_sees_a_role_that_was_taken_away():
    person = make_user(Role.EDITOR, make_department())
    person.department_ids()
    person.memberships.all().delete()

    assert User.objects.get(pk=person.pk).department_ids() == set()


def test_a_person_holds_a_role_in_a_department_once():
    department = make_department()
    person = make_user(Role.EDITOR, department)
    Membership.objects.create(user=person, department=department, role=Role.PUBLISHER)

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=person, department=department, role=Role.EDITOR)


def test_the_role_is_known():
    with pytest.raises(IntegrityError, match="membership_role_known"), transaction.atomic():
        make_user("kock", make_department())


def test_every_check_of_a_membership_is_broken_above():
    checks = {c.name for c in Membership._meta.constraints if isinstance(c, models.CheckConstraint)}

    assert checks == {"membership_role_known"}


def test_a_person_who_owns_a_release_cannot_be_deleted():
    release = make_release(owner=make_user())

    with pytest.raises(ProtectedError):
        release.owner.delete()


def test_a_membership_is_written_with_person_role_and_department():
    department = make_department(name="Kommunikationsavdelningen")
    membership = make_user(Role.EDITOR, department, first_name="Anna", last_name="Ek").memberships.get()

    assert str(membership) == f"Anna Ek, {Role.EDITOR.label}, Kommunikationsavdelningen"
