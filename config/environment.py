"""What must be in order before Django starts: the packages, and the demo's own environment."""

import gettext
import importlib.util
import os
import secrets
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
#: What the settings and the code cannot start without: import name to package name.
REQUIRED = {
    "django": "django",
    "PIL": "pillow",
    "environ": "django-environ",
    "nh3": "nh3",
    "django_prose_editor": "django-prose-editor",
    "axes": "django-axes",
    "whitenoise": "whitenoise",
}
INSTALL = ".venv/bin/pip install -e . -c config/constraints.txt"

# Django's own gettext needs settings, which do not exist yet here.
_ = gettext.translation("django", str(BASE_DIR / "newsroom" / "locale"), languages=["sv"], fallback=True).gettext


def missing_packages(required: dict[str, str] = REQUIRED) -> list[str]:
    """Return the names of the packages that are not installed, as pip knows them."""
    return [package for module, package in required.items() if importlib.util.find_spec(module) is None]


def data_dir() -> Path:
    """Return the folder for database, media and generated secrets (DATA_DIR, default .data)."""
    return Path(os.environ.get("DATA_DIR") or BASE_DIR / ".data")


def prepare(argv: list[str]) -> None:
    """Stop with one sentence if a package is missing; give the demo what it needs to start.

    Raises SystemExit with the name of the package and the command that installs it.
    """
    if missing := missing_packages():
        sys.exit(
            _("These packages are missing: %(names)s. Run: %(command)s")
            % {"names": ", ".join(missing), "command": INSTALL}
        )
    if argv[1:2] == ["demo"]:
        use_demo_environment(port=_port(argv))


def use_demo_environment(port: str) -> None:
    """Set what the demo needs and the environment does not say; secrets are made once and kept."""
    values = {
        "ALLOWED_HOSTS": "127.0.0.1,localhost,[::1]",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "SITE_NAME": "Trollhättans Stad",
        "HASHED_STATIC": "false",
        "DEMO": "true",
        **_kept_secrets(data_dir() / "demo.env"),
    }
    for name, value in values.items():
        os.environ.setdefault(name, value)


def _kept_secrets(path: Path) -> dict[str, str]:
    """Read the demo's secrets; make them on the first run, readable by their owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = f"SECRET_KEY={secrets.token_urlsafe(50)}\nDEMO_PASSWORD={secrets.token_urlsafe(9)}\n"
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(lines, encoding="utf-8")
    pairs = (line.partition("=") for line in path.read_text(encoding="utf-8").splitlines() if "=" in line)
    return {name: value for name, _separator, value in pairs}


def _port(argv: list[str]) -> str:
    """Return the port named on the command line: `--port 8001` or `--port=8001`, default 8000."""
    for index, word in enumerate(argv):
        if word == "--port" and index + 1 < len(argv):
            return argv[index + 1]
        if word.startswith("--port="):
            return word.removeprefix("--port=")
    return "8000"
