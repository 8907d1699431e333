"""What every answer tells a browser not to do."""

from flask import Response, g, request

from app.browser import over_https

POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": with that a browser hides the origin of our own forms from us.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


def guarded(response: Response) -> Response:
    """Candidates' words are on these pages: nothing is cached, framed, sniffed or fetched from elsewhere."""
    response.headers.update(ALWAYS)
    if "policy" in g:  # of pages that are not ours: app/flower_door.py
        response.headers["Content-Security-Policy"] = g.policy
    if request.endpoint != "pages.static":
        response.headers["Cache-Control"] = "private, no-cache" if g.get("may_be_kept") else "no-store"
    if over_https():
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
