"""Headers on every answer, public pages without cookies, and the address of the client."""

import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from newsroom.views import errors

GetResponse = Callable[[HttpRequest], HttpResponse]
ADMIN = "/admin/"
ENGLISH = "/en/"

_BASE = (
    "default-src 'none'",
    "img-src 'self'",
    "font-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
PUBLIC_POLICY = "; ".join(
    (*_BASE, "style-src 'self'", "script-src 'self'", "connect-src 'self'", "manifest-src 'self'")
)
HEADERS = {
    "Permissions-Policy": "accelerometer=(), camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
    "browsing-topics=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}


def admin_policy(nonce: str) -> str:
    """Return the policy of the admin: the same, with a nonce for the editor's import map and style."""
    own = f"'self' 'nonce-{nonce}'"
    return "; ".join((*_BASE, f"script-src {own}", f"style-src {own}", "connect-src 'self'"))


class SecurityHeadersMiddleware:
    """Put the security headers on every answer, also on static files and errors."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with headers. The nonce is made only where a page asks for it."""
        is_admin = request.path.startswith(ADMIN)
        if is_admin:
            request.csp_nonce = SimpleLazyObject(lambda: secrets.token_urlsafe(16))  # type: ignore[attr-defined]
        response = self.get_response(request)
        policy = admin_policy(str(request.csp_nonce)) if is_admin else PUBLIC_POLICY  # type: ignore[attr-defined]
        if settings.HTTPS:
            policy += "; upgrade-insecure-requests"
        response.headers.setdefault("Content-Security-Policy", policy)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.method == "HEAD" and not response.streaming:
            length = response.get("Content-Length", str(len(response.content)))
            response.content = b""
            response.headers["Content-Length"] = length
        if is_admin:
            response.headers["Cache-Control"] = "no-store"
            response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response


class PublicMiddleware(ConditionalGetMiddleware):
    """Make public pages the same for everyone: no cookie is read or set, and who has the page gets a 304.

    The tag is a hash of the bytes, so it tells nothing more than the page does.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Take the cookies away before anything can look at them."""
        if not request.path.startswith(ADMIN):
            request.META.pop("HTTP_COOKIE", None)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Leave the admin alone: nothing of it is kept anywhere."""
        if request.path.startswith(ADMIN):
            return response
        return super().process_response(request, response)


class FrameLanguageMiddleware:
    """Let the address alone decide what language the frame speaks: English below /en/, else Swedish, also at the desk.

    What the browser prefers is not asked, so that an address gives everybody the same page.
    """

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language of the address."""
        is_english = f"{request.path}/".startswith(ENGLISH)
        with translation.override("en" if is_english else settings.LANGUAGE_CODE):
            return self.get_response(request)


class RefusedMethodMiddleware:
    """Give a refused method a page that says what to do: Django's own answer is empty."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the page where the method was refused; what is allowed still stands in its header."""
        response = self.get_response(request)
        if response.status_code != 405 or response.streaming or response.content:
            return response
        page = errors.not_allowed(request)
        page.headers["Allow"] = response.headers["Allow"]
        return page


def client_address(request: HttpRequest) -> str:
    """Return the address of the client: the one before our own proxies (TRUSTED_PROXIES of them)."""
    if settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        if len(hops) >= settings.TRUSTED_PROXIES:
            return hops[-settings.TRUSTED_PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))
