"""Who may see pages and the API: the operator of the settings, by HTTP Basic. Roles come with the dashboard."""

import hmac

from flask import request

from app.site import site
from icims.errors import UnauthorizedError


def require_operator() -> None:
    """Raise UnauthorizedError unless the request carries the operator's name and password."""
    settings = site().settings
    given = request.authorization
    name = (given.username or "") if given and given.type == "basic" else ""
    password = (given.password or "") if given and given.type == "basic" else ""
    # Both comparisons always run, so that the time taken does not tell which one failed.
    right_name = hmac.compare_digest(name.encode(), settings.operator_user.encode())
    right_password = hmac.compare_digest(password.encode(), settings.operator_password.encode())
    if not (right_name and right_password):
        raise UnauthorizedError("sign in as the operator")
