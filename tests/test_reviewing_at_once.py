"""Several people at the very same time, on a database that lets them: two rows, one row for one key, a right index."""

import threading
import uuid

import pytest
from django.db import connection

from newsroom import actions, signing
from newsroom.models import Release, Review, ReviewSubject, Version
from newsroom.reviewing import differing, subject_of
from tests.factories import DAY, NOW, make_publisher, make_reviewer, make_version

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
]


def at_once(*acts):
    """Run the acts side by side, from the same moment; return what they raised."""
    barrier, faults = threading.Barrier(len(acts)), []

    def run(act):
        try:
            barrier.wait()
            act()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


@pytest.fixture
def version():
    return make_version(visible_from=NOW - 90 * DAY)


def reading(version, by, **more):
    subject = subject_of(version.release)
    digest = signing.on_screen(subject).digest
    return lambda: signing.review(subject=subject, by=by, digest=digest, **more)


def test_several_who_review_at_once_leave_a_row_each_and_the_last_one_counts(version):
    people = [make_reviewer(version.department) for _each in range(6)]

    assert at_once(*(reading(version, person) for person in people)) == []
    assert Review.objects.count() == 6
    assert ReviewSubject.objects.get(release=version.release).last_review == Review.objects.order_by("pk").last()


def test_one_form_sent_several_times_at_once_is_one_row(version):
    person, key = make_reviewer(version.department), uuid.uuid4()

    assert at_once(*[reading(version, person, key=key)] * 6) == []
    assert Review.objects.count() == 1


def test_a_review_is_declared_void_once(version):
    person = make_reviewer(version.department)
    review = reading(version, person)()
    faults = at_once(*[lambda: signing.void_review(review=review, by=person, comment="Fel sida.")] * 4)

    assert [fault.code for fault in faults] == ["void"] * 3
    assert Review.objects.filter(outcome="void").count() == 1


def test_the_index_is_right_when_a_change_is_published_while_others_review(version):
    publisher, people = make_publisher(version.department), [make_reviewer(version.department) for _each in range(5)]

    def publish():
        Release.objects.update(lead=f"Ändrad {Version.objects.count()} gånger.")
        release = Release.objects.get()
        actions.publish_release(release=release, by=publisher, kind=Version.Kind.UPDATE, public_note="Nytt.")

    for _round in range(4):
        at_once(publish, *(reading(version, person) for person in people))
        assert list(differing(ReviewSubject.objects.all())) == []
