"""The settings of the tests: the real ones, with what the environment would say."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("SITE_URL", "http://testserver")
os.environ.setdefault("SITE_NAME", "Trollhättans Stad")
os.environ.setdefault("HASHED_STATIC", "false")
os.environ.setdefault("LOG_LEVEL", "ERROR")  # refusals are what many tests are about: their tracebacks take time
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="newsroom-tests-"))

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # passwords of tests need no slow hash
WHITENOISE_AUTOREFRESH = True
