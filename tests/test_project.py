"""What holds for the whole project: the direction of imports, migrations, the catalogue, the README."""

import ast
import gettext
import re
import subprocess
from pathlib import Path

import polib
import pytest
from django.core.management import call_command

ROOT = Path(__file__).parent.parent
NEWSROOM = ROOT / "newsroom"
LOCALE = NEWSROOM / "locale" / "sv" / "LC_MESSAGES"
SATELLITES = (
    "media",
    "search",
    "subscriptions",
    "exchange",
    "api",
    "archive",
    "reminders",
    "demo",
    "figures",
    "about",
    "alert",
    "feedback",
)
#: Who may read which satellite, beside everybody's right to the core.
ALLOWED = {
    ("demo", "exchange"),
    ("demo", "about"),
    ("demo", "alert"),
    ("demo", "feedback"),
    ("api", "search"),
    ("api", "media"),
    ("archive", "media"),
    ("exchange", "media"),
}
#: From the inside out. A module may import from its own ring and those further in.
RINGS = [
    {
        "html",
        "lettering",
        "pictures",
        "languages",
        "telephone",
        "colours",
        "alphabet",
        "formats",
        "differing",
        "moments",
        "speakers",
        "quoting",
        "plain",
        "vcard",
        "due_dates",
        "spreadsheet",
        "bitsets",
    },
    {"models"},
    {
        "workflow",
        "actions",
        "signals",
        "emails",
        "addresses",
        "requirements",
        "reviewing",
        "review_rows",
        "seeing",
        "leaving",
        "signing",
        "cards",
        "tasks",
        "guards",
        "filters",
        "listing",
        "links",
        "recording",
        "approving",
        "relations",
        "relating",
        "withdrawing",
        "comparing",
        "restoring",
        "replacing",
        "planning",
        "together",
        "sharing",
    },
    {"admin", "admin_site", "bundles", "views", "urls", "preview", "feeds", "sitemaps", "management", "templatetags"},
]
OUTSIDE = {"apps", "checks", "middleware", "compression", "context_processors"}
SOURCES = sorted(p for p in NEWSROOM.rglob("*.py") if "migrations" not in p.parts)


def imports_of(path):
    """Return the dotted names of ours that a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("newsroom"))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("newsroom"):
            if node.module == "newsroom":
                yield from (f"newsroom.{alias.name}" for alias in node.names)
            else:
                yield node.module


def part(path):
    """Return the first name below newsroom that a module belongs to."""
    first = path.relative_to(NEWSROOM).parts[0]
    return first.removesuffix(".py")


def ring(name):
    return next((number for number, names in enumerate(RINGS) if name in names), None)


def test_every_module_has_its_ring():
    known = set().union(*RINGS) | OUTSIDE | set(SATELLITES) | {"__init__"}

    assert {part(path) for path in SOURCES} - known == set()


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(NEWSROOM)))
def test_imports_point_inwards(path):
    own = part(path)
    for name in imports_of(path):
        other = name.split(".")[1] if "." in name else ""
        if own in SATELLITES:
            assert other not in SATELLITES or other == own or (own, other) in ALLOWED, f"{path}: {name}"
        else:
            assert other not in SATELLITES, f"the core imports a satellite: {path}: {name}"
        if ring(own) is not None and ring(other) is not None:
            assert ring(other) <= ring(own), f"{path}: {name} lies further out"


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(NEWSROOM)))
def test_models_are_imported_from_their_package(path):
    if part(path) == "models":
        return
    deep = {name for name in imports_of(path) if re.match(r"newsroom\.models\.", name)}

    assert deep <= {"newsroom.models.release"}, f"{path}: {deep}"


def test_no_module_says_utils():
    assert not [path for path in SOURCES if path.stem in ("utils", "helpers", "common")]


def test_files_stay_small():
    lines = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}

    assert {name: count for name, count in lines.items() if count > 300} == {}


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_swedish_catalogue_is_complete_and_compiled(domain):
    catalogue = polib.pofile(str(LOCALE / f"{domain}.po"))
    with (LOCALE / f"{domain}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    for entry in catalogue:
        if entry.msgid_plural:
            assert compiled.ngettext(entry.msgid, entry.msgid_plural, 2) == entry.msgstr_plural[1]
        elif entry.msgctxt:
            assert compiled.pgettext(entry.msgctxt, entry.msgid) == entry.msgstr
        else:
            assert compiled.gettext(entry.msgid) == entry.msgstr


def test_translations_keep_their_placeholders():
    names = re.compile(r"%\(\w+\)[sd]|%[sd](?!\w)")
    for entry in polib.pofile(str(LOCALE / "django.po")):
        for text in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            assert sorted(names.findall(text)) == sorted(names.findall(entry.msgid)), entry.msgid


def messages_in_python(path):
    """Return the literal messages that a module marks for translation."""
    marks = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "pgettext_lazy"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in marks and node.args:
            argument = node.args[1 if node.func.id.startswith("pgettext") else 0]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value


def test_every_message_of_the_code_is_in_the_catalogue():
    known = {entry.msgid for entry in polib.pofile(str(LOCALE / "django.po"))}
    wanted = {m for path in [*SOURCES, *(ROOT / "config").glob("*.py")] for m in messages_in_python(path)}
    for template in NEWSROOM.rglob("*.html"):
        wanted |= set(re.findall(r"""{% translate "([^"]+)" """, template.read_text(encoding="utf-8")))

    assert wanted - known == set()


def test_no_template_holds_swedish_outside_the_catalogue():
    """Å, ä and ö stand in the catalogue, not in templates."""
    found = [path.name for path in NEWSROOM.rglob("*.html") if re.search("[åäöÅÄÖ]", path.read_text(encoding="utf-8"))]

    assert found == []


def test_no_template_holds_script_or_style():
    for path in NEWSROOM.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\son\w+=|style=|<script(?![^>]*src=)", text), path
        assert not re.search(r"<style(?![^>]*nonce)", text), path


def test_marking_as_safe_happens_in_one_place():
    found = [str(p.relative_to(NEWSROOM)) for p in SOURCES if "mark_safe" in p.read_text(encoding="utf-8")]
    unsafe = [
        p.name for p in NEWSROOM.rglob("*.html") if re.search(r"\|\s*safe\b|autoescape off", p.read_text("utf-8"))
    ]

    assert found in ([], ["templatetags/newsroom.py"])
    assert unsafe == []


def test_readme_names_every_environment_variable():
    settings = (ROOT / "config" / "settings.py").read_text(encoding="utf-8")
    environment = (ROOT / "config" / "environment.py").read_text(encoding="utf-8")
    names = set(re.findall(r"""env\.\w+\(\s*"([A-Z_]+)\"""", settings))
    names |= set(re.findall(r"""required\(\s*"([A-Z_]+)\"""", settings))
    names |= set(re.findall(r"""environ(?:\.get\(|\[)"([A-Z_]+)\"""", settings + environment))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert names >= {"SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "DATA_DIR"}
    assert {name for name in names if f"`{name}`" not in readme} == set()


def test_readme_has_both_commands_as_they_are_used():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    start = "python3 -m venv .venv && .venv/bin/pip install -q -e"

    assert f"{start} . -c config/constraints.txt && .venv/bin/python manage.py demo" in readme
    assert f"{start} '.[test]' -c config/constraints.txt && .venv/bin/pytest -q" in readme


def test_every_dependency_has_its_reason_beside_it():
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = project[project.index("\ndependencies = [") : project.index("[tool.setuptools")]
    lines = [line for line in block.splitlines() if re.match(r'\s+"[a-z]', line)]

    assert len(lines) > 10
    assert [line for line in lines if "#" not in line and "newsroom[" not in line] == []


def test_everything_installed_is_pinned():
    pins = (ROOT / "config" / "constraints.txt").read_text(encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = set(re.findall(r'^\s+"([a-z0-9-]+)(?:\[[^\]]*\])?[><=]', project, re.MULTILINE)) - {"newsroom"}

    assert {name for name in wanted if not re.search(rf"^{name}==", pins, re.MULTILINE | re.IGNORECASE)} == set()


def test_the_top_level_is_the_customers():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    top = {name.split("/")[0] for name in listed.stdout.splitlines()}

    assert {n for n in top if not n.startswith(".")} <= {
        "README.md",
        "pyproject.toml",
        "manage.py",
        "newsroom",
        "config",
        "tests",
    }
