"""All settings, from the environment. A value without a safe default stops the start and says what to do."""

import datetime as dt
import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from js_asset import static_lazy

from config.environment import BASE_DIR, _, data_dir

env = environ.FileAwareEnv()
if "ENV_FILE" in os.environ:
    env.read_env(os.environ["ENV_FILE"])


def required(name: str, advice: str) -> str:
    """Return a value from the environment, or stop with what to do about it."""
    value: str = env.str(name, default="").strip()
    if not value:
        raise ImproperlyConfigured(
            _("The environment variable %(name)s is missing. %(advice)s") % {"name": name, "advice": advice}
        )
    return value


# --- what the municipality must say -----------------------------------------------------------------
SECRET_KEY = required(
    "SECRET_KEY",
    _(
        "Set it to a long random text, for example the output of: "
        'python -c "import secrets; print(secrets.token_urlsafe(50))"'
    ),
)
ALLOWED_HOSTS = [
    host.strip()
    for host in required(
        "ALLOWED_HOSTS", _("Set it to the host name of the site, for example press.kommunen.se")
    ).split(",")
]
SITE_URL: str = env.str("SITE_URL", default=f"https://{ALLOWED_HOSTS[0]}").rstrip("/")
SITE_NAME: str = env.str("SITE_NAME", default="Kommunen")
SITE_COLOUR: str = env.str("SITE_COLOUR", default="#00577d")
#: What the ids in feeds begin with: a host and a date on which it was ours (RFC 4151). Kept when the site moves.
TAG_AUTHORITY: str = env.str("TAG_AUTHORITY", default=f"{urlsplit(SITE_URL).hostname},2026")
DEBUG: bool = env.bool("DEBUG", default=False)
DEMO: bool = env.bool("DEMO", default=False)
HTTPS = urlsplit(SITE_URL).scheme == "https"
#: Months between reviews, where neither the department nor the release says otherwise.
REVIEW_INTERVAL_MONTHS: int = env.int("REVIEW_INTERVAL_MONTHS", default=12)
#: Whether one's own latest change may be reviewed by oneself: "require" (with a reason), "warn" or "off".
REVIEW_SECOND_PERSON: str = env.str("REVIEW_SECOND_PERSON", default="require")
#: What stands after "Senast granskad … av": "person", "function" or "none".
REVIEW_PUBLIC_NAME: str = env.str("REVIEW_PUBLIC_NAME", default="person")
#: Who gets the reminders that nobody else can take: e-mail addresses with commas between.
REVIEW_FALLBACK_EMAIL: list[str] = env.list("REVIEW_FALLBACK_EMAIL", default=[])

# --- the application --------------------------------------------------------------------------------
INSTALLED_APPS = [
    "newsroom",
    "newsroom.exchange",
    "newsroom.reminders",
    "newsroom.demo",
    "newsroom.figures",
    "newsroom.search",
    "newsroom.alert",
    "newsroom.feedback",
    "newsroom.about",
    "newsroom.apps.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_prose_editor",
    "axes",
]
MIDDLEWARE = [
    "newsroom.middleware.SecurityHeadersMiddleware",  # first, so that every answer carries the headers
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.compression.CompressionMiddleware",
    "newsroom.middleware.PublicMiddleware",
    "newsroom.middleware.FrameLanguageMiddleware",
    "newsroom.middleware.RefusedMethodMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context_processors.site",
            ]
        },
    }
]

# --- data -------------------------------------------------------------------------------------------
DATA_DIR: Path = data_dir()
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'newsroom.sqlite3'}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
elif env.bool("DB_POOL", default=False):
    # A separate variable: in the URL the word would arrive as text, which the pool refuses.
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 2, "max_size": 10, "timeout": 10}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
HASHED_STATIC: bool = env.bool("HASHED_STATIC", default=not DEBUG)
WHITENOISE_USE_FINDERS = not HASHED_STATIC
if not HASHED_STATIC:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
_STATIC_STORAGE = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if HASHED_STATIC
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC_STORAGE},
}

# --- mail: `manage.py send_letters` sends it ----------------------------------------------------------
globals().update(env.email_url("EMAIL_URL", default="consolemail://" if DEBUG or DEMO else "smtp://localhost:25"))
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default=f"pressrum@{ALLOWED_HOSTS[0]}")
#: Where whoever finds a hole in our security can turn: addresses of e-mail or pages, with commas between.
SECURITY_CONTACT: list[str] = [
    contact if "://" in contact or contact.startswith("mailto:") else f"mailto:{contact}"
    for contact in env.list("SECURITY_CONTACT", default=[DEFAULT_FROM_EMAIL])
]
#: Who gets the answers to reminders of reviews.
REVIEW_REPLY_TO: str = env.str("REVIEW_REPLY_TO", default=DEFAULT_FROM_EMAIL)

# --- language and time ------------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
#: What the frame of the site speaks; texts have more languages (`models.text.Language`).
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "newsroom" / "locale"]
FORMAT_MODULE_PATH = ["newsroom.formats"]
USE_I18N = True
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

# --- the editor of the desk --------------------------------------------------------------------------
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {
        "js": [static_lazy("newsroom/editor-word.js")],
        # The extension only tidies what is pasted: it lets nothing more through.
        "extensions": {"PasteFromWord": lambda config, shared: None},
    },
    {
        "js": [static_lazy("newsroom/editor-language.js")],
        # newsroom.html is what lets a language through.
        "extensions": {"LanguagePart": lambda config, shared: None},
    },
]

# --- accounts ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "newsroom.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "admin:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = dt.timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_CLIENT_IP_CALLABLE = "newsroom.middleware.client_address"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
#: How many proxies of our own stand in front; the client is the address before them.
TRUSTED_PROXIES: int = env.int("TRUSTED_PROXIES", default=0)

# --- security ---------------------------------------------------------------------------------------
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "newsroom.views.errors.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W021",  # HSTS preload binds the whole domain of the municipality: its own decision
    "security.W002",  # X-Frame-Options and frame-ancestors are set by SecurityHeadersMiddleware
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {"django": {"handlers": [], "level": "NOTSET", "propagate": True}},
}
