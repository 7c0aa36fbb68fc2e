import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from newsroom.models import Department, DepartmentSlug
from tests.factories import make_department

pytestmark = pytest.mark.django_db

Status = Department.Status


@pytest.mark.parametrize(("status", "public", "listed"), [("prepared", 0, 0), ("open", 1, 1), ("closed", 1, 0)])
def test_public_and_is_public_agree(status, public, listed):
    department = make_department(status=status)

    assert department.is_public == Department.objects.public().exists() == bool(public)
    assert Department.objects.listed().exists() == bool(listed)


def test_a_new_department_is_accepted():
    Department(name="Arbetsmarknad och socialtjänst", slug="arbetsmarknad").full_clean()


def test_a_department_of_its_own_is_accepted():
    make_department(parent=make_department()).full_clean()


def test_a_department_cannot_be_part_of_itself():
    department = make_department()
    department.parent = department

    with pytest.raises(ValidationError) as refused:
        department.clean()
    assert set(refused.value.message_dict) == {"parent"}


def test_a_circle_is_refused_however_long():
    top = below = make_department()
    for _level in range(5):
        below = make_department(parent=below)
    top.parent = below

    with pytest.raises(ValidationError, match="parent"):
        top.clean()


def test_a_circle_further_up_does_not_hang():
    one, two = make_department(), make_department()
    Department.objects.filter(pk=one.pk).update(parent=two)
    Department.objects.filter(pk=two.pk).update(parent=one)

    with pytest.raises(ValidationError, match="parent"):
        make_department(parent=Department.objects.get(pk=one.pk)).clean()


@pytest.mark.parametrize("status", [Status.OPEN, Status.CLOSED])
def test_a_page_that_has_been_public_cannot_be_hidden(status):
    department = make_department(status=status)
    department.status = Status.PREPARED

    with pytest.raises(ValidationError, match="status"):
        department.clean()


@pytest.mark.parametrize("status", Status.values)
def test_a_department_being_prepared_may_become_anything(status):
    department = make_department(status=Status.PREPARED)
    department.status = status
    department.clean()


def test_a_former_address_is_never_given_to_another():
    first, second = make_department(), make_department()
    DepartmentSlug.objects.create(department=first, slug="kultur-och-fritid")
    first.slug = second.slug = "kultur-och-fritid"

    first.clean()
    with pytest.raises(ValidationError, match="slug"):
        second.clean()


BROKEN = {
    "department_approval_known": [{"approval": "ibland"}],
    "department_status_known": [{"status": "vilande"}],
    "department_review_interval_sane": [{"review_interval_months": 0}, {"review_interval_months": 61}],
}


@pytest.mark.parametrize(("name", "fields"), [(name, fields) for name, rows in BROKEN.items() for fields in rows])
def test_the_database_refuses_a_department_that_breaks_a_constraint(name, fields):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make_department(**fields)


def test_every_check_of_a_department_is_broken_above():
    checks = {c.name for c in Department._meta.constraints if isinstance(c, models.CheckConstraint)}

    assert checks == set(BROKEN)


@pytest.mark.parametrize("field", ["name", "slug"])
def test_names_and_addresses_are_given_once(field):
    department = make_department()

    with pytest.raises(IntegrityError), transaction.atomic():
        make_department(**{field: getattr(department, field)})


def test_a_former_address_is_kept_once():
    DepartmentSlug.objects.create(department=make_department(), slug="kultur")

    with pytest.raises(IntegrityError), transaction.atomic():
        DepartmentSlug.objects.create(department=make_department(), slug="kultur")


@pytest.mark.parametrize("postcode", ["46183", "461 83", ""])
def test_postcodes_are_written_as_in_sweden(postcode):
    make_department(postcode=postcode).clean_fields()


@pytest.mark.parametrize("postcode", ["4618", "461-83", "461 83\n", "SE-461", "461  83"])
def test_other_postcodes_are_refused(postcode):
    department = make_department()
    department.postcode = postcode

    with pytest.raises(ValidationError, match="postcode"):
        department.clean_fields()


def test_the_telephone_is_shown_in_groups_and_linked():
    department = make_department(telephone="0520495000")

    assert (department.telephone_display, department.telephone_uri) == ("0520-49 50 00", "tel:+46520495000")


def test_without_a_telephone_nothing_is_shown():
    department = make_department(telephone="")

    assert (department.telephone_display, department.telephone_uri) == ("", "")


def test_a_telephone_that_is_none_is_refused():
    department = make_department()
    department.telephone = "växeln"

    with pytest.raises(ValidationError, match="telephone"):
        department.clean_fields()


def test_a_department_has_a_name_and_a_page():
    department = make_department(name="Samhällsbyggnadsförvaltningen", slug="samhallsbyggnad")

    assert str(department) == "Samhällsbyggnadsförvaltningen"
    assert department.get_absolute_url() == "/forvaltningar/samhallsbyggnad/"
